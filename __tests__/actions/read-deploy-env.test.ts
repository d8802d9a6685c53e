import { afterEach, expect, it, jest } from '@jest/globals'
import { readDeployEnv } from '../../src/actions/read-deploy-env.ts'

const written: string[] = []

afterEach(() => {
  written.splice(0)
  jest.restoreAllMocks()
})

function read(text: string): Record<string, string> {
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0)
  try {
    return readDeployEnv(text)
  } finally {
    jest.restoreAllMocks()
  }
}

const PEM = '-----BEGIN KEY-----\nMIIEow\n-----END KEY-----'

it.each<[string, Record<string, string>]>([
  ['', {}],
  ['API_KEY=abc', { API_KEY: 'abc' }],
  ['# a comment\n\nexport A = b # another\r\nC=d=e', { A: 'b', C: 'd=e' }],
  [`KEY="${PEM}"\nAFTER='x # y'`, { KEY: PEM, AFTER: 'x # y' }],
  ['EMPTY=', { EMPTY: '' }],
])('reads %j', (text, values) => expect(read(text)).toStrictEqual(values))

it('masks every value, and each line of it', () => {
  read(`API_KEY=abc\nKEY="${PEM}"`)
  const log = written.join('')
  for (const secret of ['abc', 'MIIEow', '-----BEGIN KEY-----']) expect(log).toContain(`::add-mask::${secret}`)
})

it.each<[string, string]>([
  ['A=1\nonly words', 'line 2: expected NAME=value'],
  ['{"A": "secret"}', 'line 1: expected NAME=value'],
  ['A=1\n\nB="never closed\nC=2', 'line 3: expected NAME=value'],
  ['1A=secret', 'line 1: expected NAME=value'],
  ['TAGBACK_VERSION=v9', 'TAGBACK_VERSION is set by the runner'],
  ['github_output=/tmp/x', 'github_output is set by the runner'],
])('refuses %j without saying what stands in it', (text, said) => {
  const message = (() => {
    try {
      return JSON.stringify(read(text))
    } catch (error) {
      return (error as Error).message
    }
  })()
  expect(message).toContain(said)
  expect(message).not.toContain('secret')
})
