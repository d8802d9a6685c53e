import { describe, expect, it } from '@jest/globals'
import { missingEntries } from '../../scripts/complete-lockfile.ts'
import { readText } from './snippets.ts'

const text = readText('package-lock.json')

describe('package-lock.json', () => {
  it('names no registry', () => expect(text).not.toContain('"resolved"'))

  it('holds the builds for all platforms: else npm ci refuses it (npm run lockfile adds them)', () =>
    expect(Object.keys(missingEntries(JSON.parse(text)))).toStrictEqual([]))
})
