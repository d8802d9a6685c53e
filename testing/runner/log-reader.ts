export type Annotation = {
  level: 'error' | 'warning' | 'notice'
  message: string
  /** `title`, `file`, `line`, … */
  properties: Record<string, string>
}

export type LogReader = {
  /** Takes one line of standard output or error and gives what a person sees of it; `null` for a command that shows nothing. */
  line(raw: string): string | null
  annotations: Annotation[]
}

const COMMAND = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/

/** What the runner knows as commands; anything else is text. */
const KNOWN = new Set([
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'notice', 'remove-matcher'],
  ...['save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
])

const unescapeData = (text: string): string => text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%')

const unescapeProperty = (text: string): string => unescapeData(text.replace(/%3A/g, ':').replace(/%2C/g, ','))

const properties = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')).trim(), unescapeProperty(part.slice(part.indexOf('=') + 1))]),
  )

const isLevel = (command: string): command is Annotation['level'] =>
  command === 'error' || command === 'warning' || command === 'notice'

/**
 * Reads a log as the runner does: workflow commands are obeyed and not shown, `::stop-commands::` turns them off, and
 * every secret is replaced by `***` from the line on in which it became known. A secret of several lines is masked line
 * by line too, because the log is.
 */
export const createLogReader = (secrets: readonly string[]): LogReader => {
  const annotations: Annotation[] = []
  const masks = new Set<string>()
  let stopped: string | null = null

  const mask = (secret: string): void => {
    for (const part of [secret, ...secret.split(/\r?\n/)]) if (part.trim() !== '') masks.add(part)
  }
  const masked = (text: string): string =>
    // The longest first, so that a secret within another one does not leave the rest of it readable.
    [...masks].sort((a, b) => b.length - a.length).reduce((seen, secret) => seen.replaceAll(secret, '***'), text)

  const obey = (command: string, given: string, data: string): string | null => {
    if (command === 'add-mask') mask(unescapeData(data))
    if (command === 'stop-commands') stopped = data
    if (command === 'group') return masked(`##[group]${unescapeData(data)}`)
    if (command === 'endgroup') return '##[endgroup]'
    if (command === 'debug') return masked(`##[debug]${unescapeData(data)}`)
    if (!isLevel(command)) return null
    const found = { level: command, message: masked(unescapeData(data)), properties: properties(given) }
    annotations.push(found)
    return `##[${command}]${found.message}`
  }

  for (const secret of secrets) mask(secret)
  return {
    annotations,
    line: (raw) => {
      const [, command, given = '', data = ''] = COMMAND.exec(raw) ?? []
      if (stopped !== null) {
        if (command !== stopped) return masked(raw)
        stopped = null
        return null
      }
      const name = command?.toLowerCase()
      return name === undefined || !KNOWN.has(name) ? masked(raw) : obey(name, given, data)
    },
  }
}
