import { expect, it } from '@jest/globals'
import { logCommitMessage, logPullRequestBody } from '../../src/report/log-pull-request.ts'

const RUN = 'https://github.com/octo/prompts/actions/runs/1/attempts/1'

it('lets the name of a file mention nobody, and open no link', () => {
  const body = logPullRequestBody('docs/@ada [x](https://evil.example) #1.md', RUN)
  expect(body).not.toMatch(/@ada|\[x\]|https:\/\/evil|#1\b/)
  expect(body).toContain(`Opened by [this run](${RUN}).`)
})

it.each([
  [1, 0, 'Add a rollback to the rollback log'],
  [2, 1, 'Add 2 rollbacks to the rollback log'],
  [0, 1, 'Say how a rollback ended'],
  [0, 2, 'Say how 2 rollbacks ended'],
])('counts in the message of a commit: %i added, %i ended', (added, finished, message) =>
  expect(logCommitMessage({ added, finished })).toBe(message),
)
