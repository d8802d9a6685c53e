import { listProblems } from '../../config/list-problems.ts'
import type { Component } from '../../tags/component.ts'
import type { Diary } from '../diary.ts'
import type { ConfiguredRings, GuardContext } from '../guard-ports.ts'
import type { ConfigText } from '../ports.ts'
import type { GuardRequest } from './guard-request.ts'

type ConfiguredMove =
  | { kind: 'configured'; context: GuardContext; drill: boolean; rings: ConfiguredRings | null }
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
    return { kind: 'refused', reason: 'bad-input', sentence: listProblems(configured.problems) }
  }
  if (config) ports.tell({ kind: 'detail', text: `Configuration: ${config.file} of ${config.commit.slice(0, 7)}` })
  for (const remark of configured.remarks) diary.warn(remark)
  const { settings } = configured
  const context = { settings, run, ports: { ...ports, ...configured.ports } }
  return { kind: 'configured', context, drill: configured.drill ?? false, rings: configured.rings ?? null }
}
