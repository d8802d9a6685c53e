import type { Component } from '../tags/component.ts'
import type { Diary } from './diary.ts'
import type { GuardContext } from './guard-ports.ts'
import type { GuardRequest } from './guard-request.ts'
import type { ConfigText } from './ports.ts'

type ConfiguredMove =
  | { kind: 'configured'; context: GuardContext }
  | { kind: 'refused'; reason: 'bad-input'; sentence: string }

/** Puts the settings of one component and environment together, and what is built from them. Sends nothing. */
export function configureMove(
  { configure, ports, run }: Pick<GuardRequest, 'configure' | 'ports' | 'run'>,
  config: ConfigText | null,
  { component, environment }: { component: Component; environment: string },
  diary: Diary,
): ConfiguredMove {
  const configured = configure(config, component, environment)
  if (configured.kind === 'problems') {
    return { kind: 'refused', reason: 'bad-input', sentence: listed(configured.problems) }
  }
  if (config) ports.tell({ kind: 'detail', text: `Configuration: ${config.file} of ${config.commit.slice(0, 7)}` })
  for (const remark of configured.remarks) diary.warn(remark)
  const { settings } = configured
  return { kind: 'configured', context: { settings, run, ports: { ...ports, ...configured.ports } } }
}

/** A job has 1 MB for all its outputs; whoever has mended so many sees the others in the next run. */
const MOST_PROBLEMS = 50
const LONGEST_PROBLEM = 500

/** One problem as it is; several as a list, one a line. */
function listed(problems: readonly string[]): string {
  if (problems.length === 1) return cut(problems[0] as string)
  const more = problems.length - MOST_PROBLEMS
  const items = [...problems.slice(0, MOST_PROBLEMS).map(cut), ...(more > 0 ? [`and ${more} more`] : [])]
  return [`${problems.length} problems:`, ...items.map((item) => `- ${item}`)].join('\n')
}

const cut = (problem: string): string =>
  problem.length > LONGEST_PROBLEM ? `${problem.slice(0, LONGEST_PROBLEM)}…` : problem
