import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

type Schema = Record<string, unknown>
type Parameter = { $ref?: string; name: string; in: 'query' | 'path' | 'header'; required?: boolean; schema: Schema }
type Content = { content?: { 'application/json'?: { schema: Schema } } }
type Operation = {
  parameters?: Parameter[]
  requestBody?: Content & { required?: boolean }
  responses: Record<string, Content & { $ref?: string }>
}
type Description = {
  paths: Record<string, Record<string, Operation>>
  components: { parameters: Record<string, Parameter>; responses: Record<string, Content> }
}

type RouteTemplate = { method: string; template: string }

export type OpenApi = {
  /** Every operation that was extracted. */
  routes: RouteTemplate[]
  /** What is wrong with a request, in words; empty when nothing is. */
  requestProblems(route: RouteTemplate, query: URLSearchParams, body: unknown): string[]
  responseProblems(route: RouteTemplate, status: number, body: unknown): string[]
}

let loaded: OpenApi | undefined

/** GitHub's own description of the operations in use, cut out by scripts/extract-openapi.ts. Read and compiled on demand. */
export const loadOpenApi = (): OpenApi => {
  loaded ??= createOpenApi(JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8')) as Description)
  return loaded
}

const createOpenApi = (description: Description): OpenApi => {
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: false })
  ajv.addSchema({ $id: 'github', ...description })
  const compiled = new Map<string, ValidateFunction>()

  const problems = (pointer: string, value: unknown, label: string): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` })
    compiled.set(pointer, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${label}${instancePath} ${message}`)
  }

  const escapePart = (part: string): string => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))
  const pointerTo = (...parts: string[]): string => parts.map((part) => `/${escapePart(part)}`).join('')

  const operationAt = ({ method, template }: RouteTemplate): Operation => {
    const found = description.paths[template]?.[method.toLowerCase()]
    if (found === undefined) throw new Error(`${method} ${template} is not in openapi.json.`)
    return found
  }

  const parametersOf = (operation: Operation): { parameter: Parameter; pointer: string | null }[] =>
    (operation.parameters ?? []).map((given) => {
      const name = given.$ref?.split('/').at(-1)
      if (name === undefined) return { parameter: given, pointer: null }
      const parameter = description.components.parameters[name]
      if (parameter === undefined) throw new Error(`${given.$ref} is not in openapi.json.`)
      return { parameter, pointer: pointerTo('components', 'parameters', name, 'schema') }
    })

  const queryProblems = (route: RouteTemplate, query: URLSearchParams): string[] => {
    const known = parametersOf(operationAt(route)).map(({ parameter }) => parameter)
    const names = new Set(known.filter((parameter) => parameter.in === 'query').map(({ name }) => name))
    return [...query.keys()].filter((name) => !names.has(name)).map((name) => `query parameter "${name}" is unknown`)
  }

  const bodyProblems = (route: RouteTemplate, body: unknown): string[] => {
    const schema = operationAt(route).requestBody?.content?.['application/json']?.schema
    if (schema === undefined) return body === undefined ? [] : ['a body is not expected']
    if (body === undefined) return ['a body is expected']
    const { method, template } = route
    const base = pointerTo(
      'paths',
      template,
      method.toLowerCase(),
      'requestBody',
      'content',
      'application/json',
      'schema',
    )
    const known = schema.properties as Record<string, unknown> | undefined
    const extra = typeof body === 'object' && body !== null && known !== undefined ? Object.keys(body) : []
    // GitHub ignores what it does not know. Here it is a mistake in spelling until somebody shows otherwise.
    const unknown = extra.filter((key) => !(key in (known ?? {}))).map((key) => `body property "${key}" is unknown`)
    return [...unknown, ...problems(base, body, 'body')]
  }

  const responseProblems = (route: RouteTemplate, status: number, body: unknown): string[] => {
    const response = operationAt(route).responses[String(status)]
    if (response === undefined) return [`status ${status} is not described`]
    const name = response.$ref?.split('/').at(-1)
    const target = name === undefined ? response : description.components.responses[name]
    if (target?.content?.['application/json'] === undefined) return []
    const { method, template } = route
    const start =
      name === undefined
        ? ['paths', template, method.toLowerCase(), 'responses', String(status)]
        : ['components', 'responses', name]
    return problems(pointerTo(...start, 'content', 'application/json', 'schema'), body, 'response')
  }

  return {
    routes: Object.entries(description.paths).flatMap(([template, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), template })),
    ),
    requestProblems: (route, query, body) => [...queryProblems(route, query), ...bodyProblems(route, body)],
    responseProblems,
  }
}
