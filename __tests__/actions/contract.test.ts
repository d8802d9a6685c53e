import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { actionInputs, replaceSettings } from '../../scripts/action-inputs.ts'
import { SETTING_NAMES } from '../../src/config/setting-table.ts'

const ROOT = join(import.meta.dirname, '../..')
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const action = parse(text('action.yml'))

describe('action.yml', () => {
  it('has an input for every setting, as the table of settings describes it', () => {
    expect(Object.keys(action.inputs)).toStrictEqual(['token', 'paused', 'deploy-env', ...SETTING_NAMES])
    expect(replaceSettings(text('action.yml'), actionInputs())).toBe(text('action.yml'))
  })

  it('has no defaults but the token: what is left out is told from what is written', () => {
    const defaults = Object.entries<{ default?: string }>(action.inputs).filter(([, input]) => 'default' in input)
    expect(defaults.map(([name]) => name)).toStrictEqual(['token'])
  })

  it('declares exactly the outputs that are set', () => {
    const source = text('src/actions/report-outcome.ts')
    const block = /const outputs[^{]*\{([\s\S]*?)\n {2}\}/.exec(source)?.[1] ?? ''
    const alone = [...source.matchAll(/setOutput\('([a-z-]+)'/g)]
    const set = [...block.matchAll(/^ {4}'?([a-z-]+)'?:/gm), ...alone].map(([, name]) => name)
    expect(set.length).toBeGreaterThan(5)
    expect(Object.keys(action.outputs).toSorted()).toStrictEqual(set.toSorted())
  })

  it('has a main and a post step', () => {
    const post = { post: 'dist/post.js', 'post-if': 'always()' }
    expect(action.runs).toStrictEqual({ using: 'node24', main: 'dist/index.js', ...post })
  })

  it.each(['dist/index.js', 'dist/post.js'])(
    'runs %s, a stub that calls an exported function of the bundle',
    (file) => {
      const [, name, bundle] = /import \{ (\w+) \} from '\.\/(.+)'/.exec(text(file)) ?? []
      expect(existsSync(join(ROOT, 'dist', bundle ?? ''))).toBe(true)
      expect(text('src/index.ts')).toContain(`export { ${name} }`)
    },
  )
})

describe('rollback/action.yml', () => {
  const rollback = parse(text('rollback/action.yml'))
  const files = ['read-restore-inputs.ts', 'read-hunt-inputs.ts', 'read-inputs.ts']
  const reads = files.map((file) => text(`src/actions/${file}`)).join('\n')
  const own = Object.keys(rollback.inputs).filter((name) => !(SETTING_NAMES as string[]).includes(name))

  it('has an input for every setting, and reads every other one', () => {
    expect(Object.keys(rollback.inputs)).toStrictEqual([...own, ...SETTING_NAMES])
    expect(own.filter((name) => !reads.includes(`'${name}'`))).toStrictEqual([])
    expect(replaceSettings(text('rollback/action.yml'), actionInputs())).toBe(text('rollback/action.yml'))
  })

  it('declares exactly the outputs that are set', () => {
    const source = text('src/actions/report-restore.ts')
    const block = /const outputs[^{]*\{([\s\S]*?)\n {2}\}/.exec(source)?.[1] ?? ''
    const alone = [...source.matchAll(/setOutput\('([a-z-]+)'/g)]
    const set = [...block.matchAll(/^ {4}'?([a-z-]+)'?:/gm), ...alone].map(([, name]) => name)
    expect(set.length).toBeGreaterThan(5)
    expect(Object.keys(rollback.outputs).toSorted()).toStrictEqual(set.toSorted())
  })

  it('runs a stub that calls an exported function of the bundle', () => {
    expect(rollback.runs).toStrictEqual({ using: 'node24', main: '../dist/rollback.js' })
    expect(text('dist/rollback.js')).toContain('await runRollback()')
    expect(text('src/index.ts')).toContain('export { runRollback }')
  })
})
