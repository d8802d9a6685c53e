import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { assembleDeploy } from '../../src/actions/assemble-deploy.ts'
import { checkSettings } from '../../src/config/check-settings.ts'
import { COMPONENT, createFixture } from '../github/repository-fixture.ts'

it('puts files of the same release on disk for each run of the action in a job', async () => {
  const fixture = await createFixture()
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'tagback-runner-'))
  const checked = checkSettings({ 'deploy-command': 'true' })
  if (checked.kind !== 'settings') throw new Error(JSON.stringify(checked.problems))
  const { address, token, commit, v11 } = fixture
  const release = { component: COMPONENT, version: 'v1.1.0', versioned: true, object: v11, commit }
  for (const _run of ['first', 'second']) {
    const { deployer } = assembleDeploy({
      ...{ address, token, temporaryDirectory, env: process.env, settings: checked.settings, path: null },
    })
    await deployer.prepare([release])
    const order = { release, previous: null, environment: 'production', reason: 'move' as const }
    expect(await deployer.deploy(order)).toStrictEqual({ kind: 'deployed' })
  }
  await fixture.close()
  await rm(temporaryDirectory, { recursive: true })
})
