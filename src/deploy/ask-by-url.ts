import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath'
import { checkJmesPath, checkUrlTemplate, fillJmesPath, fillUrl } from '../config/fill-placeholders.ts'
import type { AskServed } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { fetchText } from '../metrics/fetch-text.ts'
import { showUrl } from '../metrics/show-url.ts'
import type { Component } from '../tags/component.ts'
import { servedAnswer } from './served-answer.ts'

export type AskByUrlOptions = {
  fetch: typeof globalThis.fetch
  /** With `{component}`, `{type}`, `{name}`, `{version}`, `{environment}`, `{commit}` in its path or query. */
  url: string
  /**
   * JMESPath to the version or commit in a JSON answer, with the same placeholders in quotes. Without it the whole body
   * is compared.
   */
  expression?: string
  headers: Readonly<Record<string, string>>
  timeoutSeconds: number
  componentOf(id: string): Component
}

type Found = { found: string } | { problem: string }

const MOST_BYTES = 1024 * 1024
/** A body that is nothing but a version or a commit id is never longer. */
const MOST_CHARACTERS = 1024

/**
 * Asks an address of the running system which release it serves.
 *
 * @throws at once when the address or the expression is not well-formed; the function that it returns never throws
 */
export const askByUrl = (options: AskByUrlOptions): AskServed => {
  check('verify-url', () => checkUrlTemplate(options.url))
  check('verify-value', () => {
    if (options.expression === undefined) return
    checkJmesPath(options.expression)
    compile(options.expression)
  })
  return async (release, environment) => {
    try {
      const read = await ask(options, {
        ...namesOf(options.componentOf(release.component)),
        version: release.version,
        environment,
        commit: release.commit,
      })
      return 'found' in read ? servedAnswer(read.found, release) : unanswered(read.problem)
    } catch (error) {
      return unanswered(messageOf(error))
    }
  }
}

const unanswered = (detail: string) => ({ kind: 'unanswered', detail: `verify-url: ${detail}` }) as const
const namesOf = ({ id, type, name }: Component) => ({ component: id, type, name })

const check = (setting: string, run: () => void): void => {
  try {
    run()
  } catch (error) {
    throw new Error(`${setting}: ${messageOf(error)}`, { cause: error })
  }
}

const ask = async (options: AskByUrlOptions, values: Parameters<typeof fillUrl>[1]): Promise<Found> => {
  const { fetch, headers, timeoutSeconds } = options
  const url = fillUrl(options.url, values)
  const reply = await fetchText({ fetch, url, headers, timeoutSeconds, maxBytes: MOST_BYTES })
  if (reply.kind === 'unavailable') return { problem: `${reply.what}: ${reply.detail}` }
  const { status, body } = reply
  if (status < 200 || status > 299) return { problem: `http-status: ${showUrl(url)}: expected 200, found ${status}` }
  const isHtml = /^text\/html\b/i.test(reply.contentType) || /^\s*<(!doctype|html)\b/i.test(body)
  const expected = options.expression === undefined ? 'a version or a commit id as text' : 'JSON'
  if (isHtml) return { problem: `malformed: ${showUrl(url)}: expected ${expected}, found HTML` }
  return options.expression === undefined
    ? valueOfText(body, showUrl(url))
    : valueOfJson(body, fillJmesPath(options.expression, values), showUrl(url))
}

const valueOfText = (body: string, where: string): Found => {
  const text = body.trim()
  if (text === '') return { problem: `missing-value: ${where}: expected a version or a commit id, found nothing` }
  if (text.length <= MOST_CHARACTERS) return { found: text }
  const hint = 'expected a version or a commit id alone; name the place of it by verify-value'
  return { problem: `malformed: ${where}: found ${text.length} characters, ${hint}` }
}

const valueOfJson = (body: string, expression: string, where: string): Found => {
  const data = parseJson(body)
  if (data === undefined) return { problem: `malformed: ${where}: expected JSON, found something else` }
  const value = TreeInterpreter.search(compile(expression), data)
  if (typeof value === 'string' && value.trim() !== '') return { found: value }
  if (value === null || value === undefined || typeof value === 'string')
    return { problem: `missing-value: ${where}: expected a version or a commit id at ${expression}, found nothing` }
  const type = Array.isArray(value) ? 'array' : typeof value
  return { problem: `wrong-type: ${where}: expected text at ${expression}, found ${type}` }
}

const parseJson = (body: string): JSONValue | undefined => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
