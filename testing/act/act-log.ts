/** What act tells of a run, read from `act --json`. */
export type ActLog = {
  /** What a person sees, one line each, with the job before it. */
  lines: string[]
  /** Outputs of the steps, by job. */
  outputs: Record<string, Record<string, string>>
  /** Job → its summaries, in the order of the steps. Not masked by act; GitHub masks them. */
  summaries: Record<string, string[]>
  /** Job → `success`, `failure` or `skipped`. */
  results: Record<string, string>
  /** Steps in the order in which they began, such as `Main OWNER/tagback@v1`. */
  steps: string[]
}

type Line = {
  msg?: string
  job?: string
  command?: string
  name?: string
  arg?: string
  content?: string
  jobResult?: string
}

/** Reads one line after the other; what is no JSON is an error of act itself and kept as text. */
export const readActLog = (text: string): ActLog => {
  const log: ActLog = { lines: [], outputs: {}, summaries: {}, results: {}, steps: [] }
  for (const raw of text.split(/\r?\n/).filter((line) => line !== '')) addLine(log, parseLine(raw))
  return log
}

const parseLine = (raw: string): Line => {
  try {
    return JSON.parse(raw) as Line
  } catch {
    return { msg: raw }
  }
}

const addLine = (log: ActLog, { msg = '', job = '', command, name = '', arg = '', content, jobResult }: Line): void => {
  const at = job.trim()
  log.lines.push(`${at === '' ? '' : `[${at}] `}${msg.trimEnd()}`)
  if (command === 'set-output') log.outputs[at] = { ...log.outputs[at], [name]: arg }
  if (command === 'summary' && content !== undefined) log.summaries[at] = [...(log.summaries[at] ?? []), content]
  if (jobResult !== undefined) log.results[at] = jobResult
  const step = /^⭐ Run (.*)$/u.exec(msg)?.[1]
  if (step !== undefined) log.steps.push(step)
}
