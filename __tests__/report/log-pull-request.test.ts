import { expect, it } from '@jest/globals'
import { logCommitMessage, logPullRequestBody } from '../../src/report/log-pull-request.ts'

const RUN = 'https://github.com/octo/prompts/actions/runs/1/attempts/1'

it('lets the name of a file mention nobody, and open no link', () => {
  const body = logPullRequestBody('docs/@ada [x](https://evil.example) #1.md', RUN)
  expect(body).not.toMatch(/@ada|\[x\]|https:\/\/evil|#1\b/)
  expect(body).toContain(`Opened by [this run](${RUN}).`)
})

it('counts in the message of a commit', () =>
  expect([1, 2].map(logCommitMessage)).toStrictEqual([
    ...['Add a rollback to the rollback log', 'Add 2 rollbacks to the rollback log'],
  ]))
