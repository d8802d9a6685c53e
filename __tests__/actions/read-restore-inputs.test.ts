import { afterEach, expect, it } from '@jest/globals'
import { readInputs } from '../../src/actions/read-inputs.ts'
import { readRestoreInputs } from '../../src/actions/read-restore-inputs.ts'
import { allOf, problemsIn } from '../../src/config/all-of.ts'

const NOW = Date.UTC(2026, 10, 20)
const before = { ...process.env }
afterEach(() => {
  process.env = { ...before }
})

function problemsOf(inputs: Record<string, string>): string[] {
  for (const [name, text] of Object.entries({ token: 't', environment: 'production', component: '*', ...inputs }))
    process.env[`INPUT_${name.toUpperCase()}`] = text
  try {
    allOf(readInputs, () => readRestoreInputs('ada', NOW))
    return []
  } catch (error) {
    return problemsIn(error)
  }
}

it.each([
  [{ to: 'previous' }, []],
  [{ to: '2026-11-19T23:59:59Z' }, []],
  [{ to: '2026-11-20T00:00:01Z' }, ['Input to: expected a time that is past, got "2026-11-20T00:00:01Z"']],
  [
    { to: 'previous', into: 'v1.0.0' },
    ['Input into: expected the name of an environment such as production, got "v1.0.0"'],
  ],
  [
    { to: 'previous', environment: 'v2' },
    ['Input environment: expected the name of an environment such as production, got "v2"'],
  ],
  [
    { to: 'previous', threshold: '5', atomic: 'yes' },
    [
      'Input threshold: expected a rate with a unit such as 1% or 0.01, got "5"',
      'Input atomic: expected true or false, got "yes"',
    ],
  ],
])('%j', (inputs, problems) => expect(problemsOf(inputs)).toStrictEqual(problems))

it('takes a glob with braces as one', () => {
  Object.assign(process.env, { INPUT_TOKEN: 't', INPUT_ENVIRONMENT: 'production', INPUT_TO: 'previous' })
  process.env.INPUT_COMPONENT = 'prompts/{a,b}, router\nconfigs/{c,d}'
  expect(readRestoreInputs('ada', NOW).wish.scope).toStrictEqual({
    ...{ kind: 'components', patterns: ['prompts/{a,b}', 'router', 'configs/{c,d}'] },
  })
})

it('cuts a long reason between characters', () => {
  Object.assign(process.env, { INPUT_TOKEN: 't', INPUT_ENVIRONMENT: 'production', INPUT_TO: 'previous' })
  Object.assign(process.env, { INPUT_COMPONENT: '*', INPUT_REASON: `${'x'.repeat(499)}🔥 and more` })
  expect(readRestoreInputs('ada', NOW).wish.why).toBe('x'.repeat(499))
})
