import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, readText } from './snippets.ts'

/** Words of bash, and programs whose use here has no flags to get wrong. */
const PLAIN = ['set', 'sleep', 'for', 'do', 'done', 'if', 'then', 'fi', 'exit', 'echo', 'edgit', 'git', 'jq', 'ssh']

/** https://cli.github.com/manual/ */
const GH: Readonly<Record<string, readonly string[]>> = {
  api: ['--method', '--input'],
  'variable set': ['--body'],
}

/** What bash, and the programs that a script names, would not take. Nothing of it is run. */
export function shellProblems(script: string): string[] {
  const parsed = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
  if (parsed.status !== 0) return [parsed.stderr]
  return commandsOf(script).flatMap(problemsOf)
}

/** Words of each simple command, assignments left out. */
export const commandsOf = (script: string): string[][] =>
  script
    .replaceAll(/\\\n/g, ' ')
    .replaceAll(/'[^']*'/g, "''")
    .split(/\n|&&|;|\|\|?/)
    .map((command) => command.trim().replace(/^(do|then)\s+/, ''))
    .map((command) => command.replace(/^\w+=\$\((.*)\)$/, '$1'))
    .filter((command) => command !== '' && !command.startsWith('#'))
    .map((command) => command.split(/\s+/))

function problemsOf([program = '', ...words]: string[]): string[] {
  const flags = words.filter((word) => /^--[a-z]/.test(word)).map((flag) => flag.replace(/=.*/, ''))
  if (PLAIN.includes(program)) return []
  // What the reader brings.
  if (/^\.\/scripts\/[\w-]+\.sh$/.test(program)) return []
  switch (program) {
    case 'npm':
      return npmProblems(words)
    case 'node':
      return existsSync(join(ROOT, words[0] ?? '')) ? [] : [`node ${words[0]}: there is no such file`]
    case 'curl': {
      const help = execFileSync('curl', ['--help', 'all'], { encoding: 'utf8' })
      return flags.filter((flag) => !help.includes(`${flag} `)).map((flag) => `curl has no ${flag}`)
    }
    case 'gh': {
      const known = GH[words[0] ?? ''] ?? GH[words.slice(0, 2).join(' ')]
      if (!known) return [`gh ${words.join(' ')}: not known to this test`]
      return flags.filter((flag) => !known.includes(flag)).map((flag) => `gh has no ${flag}`)
    }
    case 'go':
      // What CI installs is what the tests are for.
      return readText('.ci/run').includes(`go ${words.join(' ')}`) ? [] : [`go ${words.join(' ')}: CI does otherwise`]
    default:
      return [`${program}: not known to this test`]
  }
}

function npmProblems([command = '', ...rest]: string[]): string[] {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> }
  const script = command === 'run' ? rest[0] : command === 'test' ? 'test' : null
  if (script === null)
    return ['ci', 'cit', 'install'].includes(command) ? [] : [`npm ${command}: not known to this test`]
  const missing = rest.filter((word) => word.startsWith('__tests__/') && !existsSync(join(ROOT, word)))
  return [
    ...(script !== undefined && script in scripts ? [] : [`npm run ${script}: there is no such script`]),
    ...missing.map((path) => `${path}: there is no such file`),
  ]
}
