import { encodeClosing } from '../src/ledger/closing-status.ts'
import type { RecordPayload } from '../src/ledger/record.ts'
import { encodePayload, RECORD_TASK } from '../src/ledger/record-payload.ts'
import type { RepositoryHandle } from '../testing/github/local-github.ts'
import { git } from '../testing/github/run-git.ts'

const ACTIONS = { login: 'github-actions[bot]', type: 'Bot' as const }
const FIRST = Date.parse('2024-01-01T00:00:00Z')

/**
 * Puts records straight into the local GitHub, a minute apart, of each component in turn: each moved on to the next version, one
 * in seven rolled back.
 */
export async function seedHistory(
  repository: RepositoryHandle,
  components: readonly string[],
  count: number,
): Promise<void> {
  const commit = await git(repository.gitDir, ['rev-list', '--max-parents=0', 'refs/heads/main'])
  const refs = await repository.refs()
  const time = (minutes: number): string => new Date(FIRST + minutes * 60_000).toISOString().replace('.000Z', 'Z')
  const live = new Map<string, number>()
  const rounds = Math.ceil(count / components.length)
  for (let index = 0; index < count; index++) {
    const component = components[index % components.length] ?? ''
    const round = Math.floor(index / components.length)
    // The last one of each component is what its tag names.
    const [to, last] = [round, round === rounds - 1]
    const release = (version: number) => ({
      ...{ component, version: last && version === to ? 'v0.1.0' : `v1.${version}.0`, versioned: true, commit },
      object: refs.get(`refs/tags/${component}/production`) ?? commit,
    })
    const from = live.get(component) ?? null
    const bad = !last && index % 7 === 3 && from !== null
    const payload: RecordPayload = {
      ...{ kind: 'guard', component, environment: 'production', actor: 'ada', to: release(to) },
      ...{ from: from === null ? null : release(from), target: from === null ? null : release(from) },
      run: { id: index + 1, attempt: 1, url: `https://github.com/octo/prompts/actions/runs/${index + 1}/attempts/1` },
    }
    if (!bad) live.set(component, to)
    const closing = encodeClosing(
      bad ? 'rolled-back' : 'kept',
      bad ? 'above-threshold' : 'healthy',
      'error rate 0.3% of 20,000 requests',
    )
    const environment = `production/${component.split('/').slice(1).join('/')}`
    repository.deployments.push({
      ...{
        id: 2 ** 31 + index,
        sha: commit,
        ref: commit,
        task: RECORD_TASK,
        payload: encodePayload(payload),
        environment,
      },
      ...{ description: `Deploy ${payload.to.version}`, transient: false, production: true, creator: ACTIONS },
      ...{ createdAt: time(index), updatedAt: time(index) },
      statuses: [
        {
          ...{ id: index + 1, state: closing.state, description: closing.description, environment, environmentUrl: '' },
          ...{ logUrl: payload.run.url, creator: ACTIONS, createdAt: time(index) },
        },
      ],
    })
  }
}
