import { parse } from 'yaml'
import { readText } from './snippets.ts'

type ActionFile = { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> }

/** Inputs and outputs of the actions of others, from their action.yml. */
const OTHERS: Readonly<Record<string, { inputs: string[]; outputs?: string[] }>> = {
  'actions/checkout': { inputs: ['ref', 'fetch-depth', 'persist-credentials', 'token', 'path'] },
  'actions/setup-node': { inputs: ['node-version', 'cache'] },
  'actions/setup-go': { inputs: ['go-version', 'cache'] },
  'actions/create-github-app-token': {
    inputs: [
      ...['client-id', 'private-key', 'permission-actions', 'permission-contents', 'permission-deployments'],
      ...['permission-issues', 'permission-workflows'],
    ],
    outputs: ['token', 'installation-id', 'app-slug'],
  },
  'actions/upload-artifact': { inputs: ['name', 'path', 'overwrite', 'retention-days', 'if-no-files-found'] },
  'actions/attest': { inputs: ['subject-path', 'sbom-path'] },
  'github/codeql-action/init': { inputs: ['languages', 'queries'] },
  'github/codeql-action/analyze': { inputs: ['category'] },
}

/** Inputs and outputs of an action: ours from its file, others from the table. `path` is that of the action in its repository. */
export function knownAction(name: string): { inputs: string[]; outputs: string[] } | undefined {
  const own = /^(?:OWNER\/tagback|\$)(?:\/(.+))?$/.exec(name.replace(/\/$/, ''))
  if (!own) return OTHERS[name] && { outputs: [], ...OTHERS[name] }
  const file = parse(readText(`${own[1] === undefined ? '' : `${own[1]}/`}action.yml`)) as ActionFile
  return { inputs: Object.keys(file.inputs ?? {}), outputs: Object.keys(file.outputs ?? {}) }
}
