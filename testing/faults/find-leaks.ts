import type { ActionResult } from '../runner/start-action.ts'
import type { Case } from './open-case.ts'

/** Where the token stands in the open: in what a person reads, or in what is kept at GitHub. */
export function findLeaks({ token, repository, person }: Case, results: readonly ActionResult[]): string[] {
  const forms = [token, person].flatMap((secret) => [
    secret,
    Buffer.from(`x-access-token:${secret}`).toString('base64'),
  ])
  const places = results.flatMap(({ stdout, stderr, summary, outputs, state, env }) => [
    ['the log', withoutMasks(stdout) + stderr],
    ['the summary', summary],
    ['outputs', JSON.stringify(outputs)],
    ['state', JSON.stringify([state, env])],
  ])
  return [
    ...places,
    ['a record', JSON.stringify(repository.deployments)],
    ['an issue', JSON.stringify(repository.issues)],
  ]
    .filter(([, text]) => forms.some((form) => text?.includes(form)))
    .map(([where]) => where ?? '')
}

const withoutMasks = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n')
