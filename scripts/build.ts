/** Builds dist/: one bundle, and a stub of two lines for each action that a person can call. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** File that an action.yml (or a person) names → exported function of src/index.ts that it runs. */
const STUBS = {
  'index.js': 'runGuard',
  'post.js': 'runPost',
  'check.js': 'runCheck',
  'drill.js': 'runDrill',
  'history.js': 'runHistory',
  'reconcile.js': 'runReconcile',
  'replay.js': 'runReplay',
  'rollback.js': 'runRollback',
}

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const out = mkdtempSync(join(tmpdir(), 'tagback-build-'))
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
const options = ['--out', out, '--target', 'es2022', '--license', 'licenses.txt', '--no-cache']
execFileSync(process.execPath, [ncc, 'build', join(root, 'src/index.ts'), ...options], { stdio: 'inherit', cwd: root })

rmSync(dist, { recursive: true, force: true })
cpSync(join(out, 'index.js'), join(dist, 'tagback.js'))
cpSync(join(out, 'licenses.txt'), join(dist, 'licenses.txt'))
writeFileSync(join(dist, 'package.json'), '{\n  "type": "module"\n}\n')
for (const [file, run] of Object.entries(STUBS)) {
  writeFileSync(join(dist, file), `import { ${run} } from './tagback.js'\nawait ${run}()\n`)
}
rmSync(out, { recursive: true })
