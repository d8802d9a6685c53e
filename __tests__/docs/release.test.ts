import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { readText } from './snippets.ts'

type Step = { id?: string; name?: string; run?: string }

const { jobs } = parse(readText('.github/workflows/release.yml')) as { jobs: Record<string, { steps: Step[] }> }
const scriptOf = (name: string): string =>
  Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((step) => step.name?.startsWith(name))?.run ?? `echo "no step ${name}"; exit 99`

/** Stands in for GitHub's command: says what it was asked, and fails at $FAILING as often as $FAILURES has lines. */
const GH = `#!/usr/bin/env bash
echo "gh $*" >> "$ASKED"
if [[ "$*" == "$FAILING"* && -s "$FAILURES" ]]; then sed -i 1d "$FAILURES"; exit 1; fi
`

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tagback-release-'))
  const shell = (command: string) => spawnSync('bash', ['-ec', command], { cwd: root, encoding: 'utf8' })
  const made = shell(`
    git init --quiet --bare origin.git
    git init --quiet --initial-branch main clone
    git -C clone remote add origin ../origin.git
    git -C clone -c user.name=a -c user.email=a@b commit --quiet --allow-empty --message one
    git -C clone push --quiet origin main
    mkdir bin
  `)
  if (made.status !== 0) throw new Error(made.stderr)
  writeFileSync(join(root, 'bin/gh'), GH, { mode: 0o755 })
  writeFileSync(join(root, 'bin/sleep'), '#!/bin/sh\n', { mode: 0o755 })
  for (const file of ['asked', 'failures', 'output']) writeFileSync(join(root, file), '')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Runs a step in the clone, as GitHub runs it. */
const run = (
  name: string,
  { version = '1.2.0', ref = 'refs/heads/main', changelog = '', failing = '', failures = 0 } = {},
) => {
  writeFileSync(join(root, 'clone/package.json'), JSON.stringify({ version }))
  writeFileSync(join(root, 'clone/CHANGELOG.md'), changelog)
  writeFileSync(join(root, 'failures'), 'x\n'.repeat(failures))
  const env = {
    ...{ PATH: `${join(root, 'bin')}:${process.env.PATH}`, HOME: root, GITHUB_REF: ref, GITHUB_SHA: 'abc' },
    ...{ GITHUB_REPOSITORY: 'o/tagback', VERSION: version, PRERELEASE: String(version.includes('-')) },
    ...{
      GITHUB_OUTPUT: join(root, 'output'),
      ASKED: join(root, 'asked'),
      FAILURES: join(root, 'failures'),
      FAILING: failing,
    },
  }
  const { status } = spawnSync('bash', ['-e', '-c', scriptOf(name)], { cwd: join(root, 'clone'), env })
  const read = (file: string): string => readFileSync(join(root, file), 'utf8')
  return { status, output: read('output'), asked: read('asked').trim().split('\n') }
}

const CHANGELOG = '# Changelog\n\n## 1.2.0 - 2026-11-26\n\nNew.\n\n## 1.2.0-rc.1\n\nTried.\n\n## 1.1.0\n\nOld.\n'
const CHECK = 'The branch, the version'

it('releases what package.json and the changelog name, from main, once', () => {
  expect(run(CHECK, { changelog: CHANGELOG })).toMatchObject({ status: 0, output: 'version=1.2.0\n' })
  expect(run(CHECK, { changelog: CHANGELOG, ref: 'refs/heads/other' }).status).toBe(1)
  expect(run(CHECK, { changelog: CHANGELOG, version: '1.3.0' }).status).toBe(1)
  expect(run(CHECK, { changelog: CHANGELOG.replaceAll('1.2.0', '1x2x0') }).status).toBe(1)
  spawnSync('git', ['push', '--quiet', 'origin', 'HEAD:refs/tags/v1.2.0'], { cwd: join(root, 'clone') })
  expect(run(CHECK, { changelog: CHANGELOG }).status).toBe(1)
})

it.each([
  ['1.2.0', 'New.', 'false'],
  ['1.2.0-rc.1', 'Tried.', 'true'],
  ['1.1.0', 'Old.', 'false'],
])('the notes of %s are its part of the changelog', (version, notes, prerelease) => {
  const { status, asked } = run('The release', { version, changelog: CHANGELOG })
  expect(status).toBe(0)
  expect(readFileSync(join(root, 'clone/notes.md'), 'utf8').trim()).toBe(notes)
  expect(asked[0]).toContain(`gh release create v${version} --draft --prerelease=${prerelease} --target abc`)
  expect(asked.at(-1)).toBe(`gh release edit v${version} --draft=false`)
})

it('waits until GitHub has attested the release, and not for ever', () => {
  expect(run('It is what was built')).toMatchObject({ status: 0 })
  expect(run('It is what was built', { failing: 'release verify', failures: 3 })).toMatchObject({ status: 0 })
  expect(run('It is what was built', { failing: 'release verify', failures: 99 })).toMatchObject({ status: 1 })
  expect(run('It is what was built', { failing: 'attestation verify', failures: 1 })).toMatchObject({ status: 1 })
})

it('moves the tag of the major version, or makes it', () => {
  expect(run('Move the tag of the major').asked.join()).toMatch(/--method PATCH \S+\/refs\/tags\/v1 .*force=true$/)
  const { status, asked } = run('Move the tag of the major', { failing: 'api --method PATCH', failures: 1 })
  expect(status).toBe(0)
  expect(asked.at(-1)).toMatch(/--method POST \S+\/git\/refs -f ref=refs\/tags\/v1 /)
})
