import { expect, it } from '@jest/globals'
import { previousFile } from '../../src/snapshots/previous-file.ts'

it.each([
  ['manifests/components.lock.prod.yaml', 'manifests/components.lock.prod.previous.yaml'],
  ['locks.d/production', 'locks.d/production.previous'],
  ['D:\\a\\my.repo\\locks\\production', 'D:\\a\\my.repo\\locks\\production.previous'],
  ['.lock', '.lock.previous'],
  ['locks/.lock', 'locks/.lock.previous'],
])('%s was %s', (file, previous) => {
  expect(previousFile(file)).toBe(previous)
})
