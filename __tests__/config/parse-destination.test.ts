import { describe, expect, it } from '@jest/globals'
import { type Destination, parseDestination } from '../../src/config/parse-destination.ts'

describe('parseDestination', () => {
  it.each<[string, Destination]>([
    ['previous', { kind: 'previous' }],
    ['v1.2.0', { kind: 'version', version: 'v1.2.0' }],
    ['1.0.0', { kind: 'version', version: '1.0.0' }],
    ['v1.0.0-rc-1', { kind: 'version', version: 'v1.0.0-rc-1' }],
    // Not a version that can be ordered, and no tag is called so: which one was meant is said later.
    ['v2', { kind: 'version', version: 'v2' }],
    ['d47eb27', { kind: 'commit', commit: 'd47eb27' }],
    ['1234567', { kind: 'commit', commit: '1234567' }],
    ['a'.repeat(40), { kind: 'commit', commit: 'a'.repeat(40) }],
    ['2024-11-12T14:47:00Z', { kind: 'time', at: Date.UTC(2024, 10, 12, 14, 47), text: '2024-11-12T14:47:00Z' }],
    ['2024-11-12T15:47+01:00', { kind: 'time', at: Date.UTC(2024, 10, 12, 14, 47), text: '2024-11-12T15:47+01:00' }],
    ['manifests/components.lock.prod.yaml', { kind: 'file', path: 'manifests/components.lock.prod.yaml' }],
    ['./baseline.yml', { kind: 'file', path: 'baseline.yml' }],
    ['backup-20261120-093000', { kind: 'backup', tag: 'backup-20261120-093000' }],
    ['backup-latest.yaml', { kind: 'file', path: 'backup-latest.yaml' }],
  ])('%s', (text, destination) => expect(parseDestination(` ${text}\n`)).toStrictEqual(destination))

  it.each<[string, string | RegExp]>([
    ['', 'expected previous, a version'],
    ['latest', /got "latest"$/],
    ['previos', 'got "previos", did you mean previous?'],
    ['Previous', 'did you mean previous?'],
    ['abc12', 'got "abc12"'],
    ['2024-11-12T14:47:00', 'it has no zone'],
    ['2024-02-31T00:00:00Z', 'expected a time'],
    ['2024-11-12', 'expected a time with its zone'],
    ['../other/lock.yaml', 'within the repository'],
    ['/etc/passwd.yml', 'within the repository'],
    ['a//b.yaml', 'within the repository'],
  ])('refuses %j', (text, said) => expect(() => parseDestination(text)).toThrow(said))
})
