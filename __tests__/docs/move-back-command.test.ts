import { expect, it } from '@jest/globals'
import { moveBackCommand } from '../../src/flows/rollback/move-back-command.ts'
import { snippetsOf } from './snippets.ts'

it('shows the command that the log of a refused move shows', () => {
  const [shown] = snippetsOf('docs/rolling-back.md').filter(({ language }) => language === 'bash')
  const plain = (command: string): string => command.replaceAll(/['"]/g, '').trim()
  expect(plain(shown?.text ?? '')).toBe(plain(moveBackCommand('$REF', '$EXPECTED', '$TARGET')))
})
