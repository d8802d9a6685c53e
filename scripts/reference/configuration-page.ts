import { generatedNote } from './generated-note.ts'
import { table } from './table.ts'

type Node = {
  description?: string
  type?: string
  properties?: Record<string, Node>
  additionalProperties?: Node | boolean
  anyOf?: Node[]
  items?: Node
}

/** @param schema JSON Schema of `.github/tagback.yml` */
export function configurationPage(schema: Record<string, unknown>): string {
  const { properties = {} } = schema as Node
  const sections = Object.entries(properties)
  const common = Object.entries(propertiesOf(sections[0]?.[1]))
  const settings = common.filter(([, { anyOf }]) => anyOf)
  const maps = common.filter(([, node]) => Object.keys(propertiesOf(node)).length > 0)
  const further = sections.flatMap(([section, node]) =>
    Object.entries(propertiesOf(node))
      .filter(([name]) => !common.some(([known]) => known === name))
      .map(([name, { description = '', ...form }]) => [`\`${name}\``, `in \`${section}\``, formOf(form), description]),
  )
  return `${[
    generatedNote('src/config/config-schema.ts'),
    '# Configuration file',
    'Form of `.github/tagback.yml`. What counts when several sections say something: [configuration.md](../configuration.md).',
    '## Sections',
    table(
      ['key', 'holds', ''],
      sections.map(([name, node]) => [`\`${name}\``, holds(node), node.description ?? '']),
    ),
    '## Settings of a section',
    `Each is ${formOf(settings[0]?.[1] ?? {})}. What each one takes: [settings.md](settings.md). Any other key is an error.`,
    described(settings),
    ...maps.flatMap(([name, node]) => [
      `## \`${name}\``,
      node.description ?? '',
      described(Object.entries(propertiesOf(node))),
    ]),
    ...(further.length > 0 ? ['## Further keys', table(['key', 'where', 'form', ''], further)] : []),
  ].join('\n\n')}\n`
}

const described = (nodes: [string, Node][]): string =>
  table(
    ['key', ''],
    nodes.map(([name, { description = '' }]) => [`\`${name}\``, description]),
  )

/** Of a section itself, or of the sections by glob within it. */
const propertiesOf = (node: Node | undefined): Record<string, Node> => {
  const inner = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined
  return node?.properties ?? inner?.properties ?? {}
}

const holds = (node: Node): string => {
  if (node.properties) return 'settings'
  const { additionalProperties: inner } = node
  return typeof inner === 'object' && inner.items
    ? 'names, and a list of components under each'
    : 'globs, and settings under each'
}

const formOf = (node: Node): string => {
  if (node.anyOf)
    return node.anyOf
      .map(formOf)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')
  if (node.type === 'array') return 'a list of text'
  if (node.type === 'object') return 'a map of text'
  return node.type === 'string' ? 'text' : `a ${node.type}`
}
