import { expect, test } from '@jest/globals'
import { redact, secretsOf } from '../../src/deploy/redact.ts'

test('replaces every occurrence, the longer secret first, each line of a secret too', () => {
  expect(redact('a secret-1 and secret-1-longer', ['secret-1', 'secret-1-longer'])).toBe('a *** and ***')
  expect(redact('got MIIEvQIBADANBg.', ['-----BEGIN-----\nMIIEvQIBADANBg\n-----END-----'])).toBe('got ***.')
  expect(redact('$& stays', ['$&$&$&$&'])).toBe('$& stays')
})

test('leaves short values and empty secrets alone', () => {
  expect(redact('true enough', ['true', '', '       '])).toBe('true enough')
})

test('knows secrets by the names of their variables', () => {
  const secret = ['CLOUDFLARE_API_TOKEN', 'DB_PASSWORD', 'AWS_SECRET_ACCESS_KEY', 'OPENAI_API_KEY', 'KEY', 'NPM_AUTH']
  const open = ['PATH', 'KEYBOARD', 'MONKEY', 'GIT_AUTHOR_NAME', 'REGION']
  const env = Object.fromEntries([...secret, ...open].map((name) => [name, `value of ${name}`]))
  expect(secretsOf({ ...env, EMPTY_TOKEN: '' })).toEqual(secret.map((name) => `value of ${name}`))
})
