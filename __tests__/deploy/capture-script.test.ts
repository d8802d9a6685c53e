import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { captureScript } from '../../src/deploy/capture-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'tagback-capture-'))
afterAll(() => rmSync(folder, { recursive: true }))

const capture = (script: string, timeoutSeconds = 10) =>
  captureScript({
    ...{ script, timeoutSeconds, killGraceSeconds: 0.2, cwd: folder, temporaryDirectory: folder },
    env: { PATH: process.env.PATH ?? '', TAGBACK_VERSION: 'v1.0.0; $(id)' },
  })

it.each([
  [
    'keeps standard output and not the other',
    'echo "$TAGBACK_VERSION"; echo no >&2',
    { kind: 'exited', code: 0, stdout: 'v1.0.0; $(id)\n' },
  ],
  ['tells the exit code', 'echo {}; exit 3', { kind: 'exited', code: 3, stdout: '{}\n' }],
  ['bounds what it keeps', 'head -c 70000 /dev/zero', { kind: 'failed', what: 'too-large' }],
  ['tells a signal', 'kill -KILL $$', { kind: 'failed', what: 'unreachable', detail: 'ended by SIGKILL' }],
])('%s', async (_name, script, expected) => expect(await capture(script)).toMatchObject(expected))

it('is killed whole when its time is over, and leaves no file behind', async () => {
  expect(await capture('sleep 60 & wait', 0.2)).toMatchObject({ kind: 'failed', what: 'timeout' })
  expect(readdirSync(folder)).toStrictEqual([])
})
