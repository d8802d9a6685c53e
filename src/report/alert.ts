import type { Outcome } from '../flows/outcome.ts'
import { endedSentence } from './ended-sentence.ts'
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

/** The sentence of an outcome. The output of a deploy may follow it, line by line, or a list of problems. */
export function alert({ decision, sentence }: Pick<Outcome, 'decision' | 'sentence'>): string {
  const [first = '', ...rest] = sentence.split('\n')
  const said = `> [!${ALERTS[decision]}]\n> ${escapeMarkdown(endedSentence(first))}`
  if (rest.length === 0) return said
  const list = rest.every((line) => line.startsWith('- '))
  const items = rest.map((line) => `- ${escapeMarkdown(line.slice(2))}`)
  return `${said}\n\n${list ? items.join('\n') : fenced(rest.join('\n'), 'text')}`
}
