import { jest } from '@jest/globals'
import { configureGuard } from '../../src/actions/configure-guard.ts'
import { CONFIG_PATH } from '../../src/config/config-file.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'

const RUNNER = {
  address: { owner: 'octo', name: 'prompts', serverUrl: 'https://github.test', apiUrl: 'https://api.github.test' },
  run: { id: 1, attempt: 1, url: 'https://github.test/run' },
  temporaryDirectory: '/tmp',
}

/**
 * Everything that a guard says of a configuration file and inputs, and of what they build, for every pair of the file's
 * sections.
 *
 * @param names variables that the step hands on
 */
export function guardProblems(file: string | null, inputs: WrittenSettings, names: readonly string[]): string[] {
  const env = {
    PATH: process.env.PATH,
    ...Object.fromEntries(
      names.map((name) => [name, name.includes('WEBHOOK') ? 'https://hooks.example.com/secret' : `secret of ${name}`]),
    ),
  }
  const configure = configureGuard(
    { token: 'token', tagPrefixes: ['components'], written: inputs, paused: false, deployEnv: {} },
    RUNNER,
    env,
  )
  const config = file === null ? null : { file: CONFIG_PATH, text: file, commit: 'a'.repeat(40) }
  // Secrets are masked by writing them to the log of the runner.
  const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const problems = pairsOf(file).flatMap(({ path, environment }) => {
      const [type = '', name = ''] = path.split('/').slice(-2)
      const component = { id: `components/${type}/${name}`, prefix: 'components', type, name }
      const configured = configure(config, component, environment)
      return configured.kind === 'problems' ? configured.problems : []
    })
    return [...new Set(problems)]
  } finally {
    output.mockRestore()
  }
}

/** Variables that a text asks for. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(/\{env:(\w+)\}/g)].map(([, name]) => name ?? '')

function pairsOf(file: string | null): { path: string; environment: string }[] {
  const read = file === null ? null : readConfigFile(file)
  const { environments, components } = read?.kind === 'config' ? read.config : { environments: [], components: [] }
  return ['production', ...environments.map(({ glob }) => sample(glob))].flatMap((environment) =>
    ['prompts/other', ...components.map(({ glob }) => sample(glob))].map((path) => ({ path, environment })),
  )
}

/** A name that a glob matches. */
const sample = (glob: string): string => glob.replaceAll(/\{([^,}]+)[^}]*\}/g, '$1').replaceAll(/\*+/g, 'x')
