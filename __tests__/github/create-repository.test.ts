import { expect, it } from '@jest/globals'
import { release } from '../ledger/records.ts'
import { COMPONENT, createFixture } from './repository-fixture.ts'

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }

it('closes a record after a report that is still on its way, which would open it again', async () => {
  const { port, github, repository, commit, close } = await createFixture()
  try {
    const to = { ...release('v1'), commit }
    const record = await port.openRecord(component, {
      ...{ kind: 'guard', component: COMPONENT, environment: 'production', to, from: null, target: null, actor: 'ada' },
      run: { id: 1, attempt: 1, url: 'https://github.com/octo/prompts/actions/runs/1' },
    })
    const route = '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
    github.inject({ match: { method: 'POST', route, nth: 1 }, fault: { kind: 'delay', ms: 300 } })
    const report = port.reportInProgress(record)
    await port.closeRecord(record, { decision: 'kept', reason: 'healthy', sentence: 'It is well' })
    await report
    expect(repository.deployments[0]?.statuses.map(({ state }) => state)).toStrictEqual(['in_progress', 'success'])
  } finally {
    await close()
  }
})
