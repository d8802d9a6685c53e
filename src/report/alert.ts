import type { Outcome } from '../flows/outcome.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'

const ALERTS: Record<Outcome['decision'], 'CAUTION' | 'WARNING' | 'NOTE' | 'TIP'> = {
  kept: 'NOTE',
  promoted: 'NOTE',
  'rolled-back': 'CAUTION',
  held: 'CAUTION',
  refused: 'CAUTION',
  'stood-down': 'NOTE',
  reported: 'WARNING',
  'no-op': 'NOTE',
}

/** The sentence of an outcome. The output of a deploy may follow it, line by line. */
export function alert({ decision, sentence }: Outcome): string {
  const [first = '', ...rest] = sentence.split('\n')
  const said = `> [!${ALERTS[decision]}]\n> ${escapeMarkdown(first)}${/[.:]$/.test(first) ? '' : '.'}`
  return rest.length === 0 ? said : `${said}\n\n${fenced(rest.join('\n'), 'text')}`
}
