import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath'
import { checkUrlTemplate, fillUrl } from '../config/fill-placeholders.ts'
import type { AskServed } from '../flows/ports.ts'
import { fetchText } from '../metrics/fetch-text.ts'
import type { Component } from '../tags/component.ts'
import { servedAnswer } from './served-answer.ts'

export type AskByUrlOptions = {
  fetch: typeof globalThis.fetch
  /** With `{component}`, `{type}`, `{name}`, `{version}`, `{environment}`, `{commit}` in its path or query. */
  url: string
  /** JMESPath to the version or commit in a JSON answer. Without it the whole body is compared. */
  expression?: string
  headers: Readonly<Record<string, string>>
  timeoutSeconds: number
  componentOf(id: string): Component
}

const MOST_BYTES = 1024 * 1024
/** A body that is nothing but a version or a commit id is never longer. */
const MOST_CHARACTERS = 1024

type ExpressionNode = ReturnType<typeof compile>

type Found = { found: string } | { problem: string }

/**
 * Asks an address of the running system which release it serves.
 *
 * @throws at once when the address or the expression is not well-formed; the function that it returns never throws
 */
export const askByUrl = (options: AskByUrlOptions): AskServed => {
  checkUrlTemplate(options.url)
  const expression = options.expression === undefined ? undefined : compileExpression(options.expression)
  return async (release, environment) => {
    try {
      const { id, type, name } = options.componentOf(release.component)
      const { version, commit } = release
      const url = fillUrl(options.url, { component: id, type, name, version, environment, commit })
      const { fetch, headers, timeoutSeconds } = options
      const reply = await fetchText({ fetch, url, headers, timeoutSeconds, maxBytes: MOST_BYTES })
      if (reply.kind === 'unavailable') return unanswered(`${reply.what}: ${reply.detail}`)
      if (reply.status < 200 || reply.status > 299)
        return unanswered(`http-status: expected 200, found ${reply.status}`)
      const read =
        expression === undefined
          ? valueOfText(reply.body, reply.contentType)
          : valueOfJson(reply.body, expression, options.expression ?? '')
      return 'problem' in read ? unanswered(read.problem) : servedAnswer(read.found, release)
    } catch (error) {
      return unanswered(error instanceof Error ? error.message : String(error))
    }
  }
}

const unanswered = (detail: string) => ({ kind: 'unanswered', detail: `verify-url: ${detail}` }) as const

const compileExpression = (expression: string): ExpressionNode => {
  try {
    return compile(expression)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`verify-value ${JSON.stringify(expression)} is not a JMESPath expression: ${why}`, { cause: error })
  }
}

const looksLikeHtml = (body: string, contentType: string | null | undefined): boolean =>
  /^text\/html\b/i.test(contentType ?? '') || /^\s*<(!doctype|html)\b/i.test(body)

const valueOfText = (body: string, contentType: string | null | undefined): Found => {
  const text = body.trim()
  if (text === '') return { problem: 'missing-value: the body is empty; expected a version or a commit id' }
  if (looksLikeHtml(body, contentType)) return { problem: 'malformed: HTML; expected a version or a commit id as text' }
  if (text.length > MOST_CHARACTERS) {
    const problem = `malformed: ${text.length} characters; expected a version or a commit id alone, or verify-value to find it`
    return { problem }
  }
  return { found: text }
}

const valueOfJson = (body: string, expression: ExpressionNode, source: string): Found => {
  const data = parseJson(body)
  if (data === undefined)
    return { problem: `malformed: ${looksLikeHtml(body, '') ? 'HTML' : 'not JSON'}; expected JSON` }
  const value = TreeInterpreter.search(expression, data)
  if (value === null || value === undefined) return { problem: `missing-value: nothing at ${source}` }
  if (typeof value !== 'string') {
    const type = Array.isArray(value) ? 'array' : typeof value
    return { problem: `wrong-type: expected text at ${source}, found ${type}` }
  }
  return value.trim() === '' ? { problem: `missing-value: empty text at ${source}` } : { found: value }
}

const parseJson = (body: string): JSONValue | undefined => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
