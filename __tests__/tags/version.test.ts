import { expect, it } from '@jest/globals'
import { compareVersions } from '../../src/tags/version.ts'

it('orders versions by precedence, not by their text', () => {
  const versions = ['v1.10.0', 'v1.2.0', '1.9.0', 'v1.0.0-rc.1', 'v1.0.0', 'v1.0.0-rc-1', 'v1.0.0+b2', 'v1.0.0+b1']
  expect([...versions].sort(compareVersions)).toStrictEqual([
    'v1.0.0-rc.1',
    'v1.0.0-rc-1',
    'v1.0.0',
    'v1.0.0+b1',
    'v1.0.0+b2',
    'v1.2.0',
    '1.9.0',
    'v1.10.0',
  ])
})
