import type { Outcome } from '../flows/outcome.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { nextStepsOf } from './next-steps.ts'

/** What a person would do now, with commands to copy; empty when there is nothing to be done. */
export function nextSection(outcome: Outcome): string {
  const { sentences, commands } = nextStepsOf(outcome)
  return [sentences.map(escapeMarkdown).join('\n\n'), commands.length > 0 ? fenced(commands.join('\n'), 'bash') : '']
    .filter((part) => part !== '')
    .join('\n\n')
}
