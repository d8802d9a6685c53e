import { expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { adaptWorkflow } from '../../../testing/act/adapt-workflow.ts'

const SELF = { repository: 'OWNER/tagback', ref: 'v1' }

const WORKFLOW = `# Why it is there
name: all
on:
  schedule:
    - cron: '7 * * * *' # every hour
      timezone: Europe/London
  workflow_dispatch:
    inputs:
      environment: { type: string }
      queue: { type: string, default: max }
      timezone: { type: string }
concurrency:
  group: guard-\${{ github.ref }}
  queue: max
  cancel-in-progress: false
jobs:
  guard:
    runs-on: ubuntu-latest
    concurrency: { group: inner, queue: max }
    environment: { name: production, deployment: false }
    env:
      deployment: 'stays'
      environment: production
    steps:
      - uses: $/
        with: { queue: max, deployment: false }
      - uses: $/rollback
      - uses: $/.github/actions/setup
      - uses: ./local
      - uses: actions/checkout@v7
      - run: |
          echo "uses: $/rollback, queue: max"
`

it('takes away what act does not know, and nothing else', () => {
  const adapted = parse(adaptWorkflow(WORKFLOW, SELF))
  const expected = parse(WORKFLOW)
  delete expected.on.schedule[0].timezone
  delete expected.concurrency.queue
  delete expected.jobs.guard.concurrency.queue
  delete expected.jobs.guard.environment.deployment
  const { steps } = expected.jobs.guard
  steps[0].uses = 'OWNER/tagback@v1'
  steps[1].uses = 'OWNER/tagback/rollback@v1'
  steps[2].uses = 'OWNER/tagback/.github/actions/setup@v1'
  expect(adapted).toStrictEqual(expected)
})

it('leaves a workflow without any of it alone', () => {
  const plain = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n'
  expect(adaptWorkflow(plain, SELF)).toBe(plain)
})

it('says what is no YAML', () => expect(() => adaptWorkflow('on: [push', SELF)).toThrow('Workflow: '))
