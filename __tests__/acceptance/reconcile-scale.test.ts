import { expect, it, jest } from '@jest/globals'
import { addTags } from '../../bench/many-tags.ts'
import { recordPlaces } from '../../bench/recorded-places.ts'
import { inWorld } from './in-world.ts'
import { runReconcile } from './reconcile-runner.ts'

jest.setTimeout(240_000)

it(
  '300 places in sync among thousands of tags: one list, six queries, the configuration among them, and no write',
  inWorld(async (world) => {
    const file = 'defaults:\n  deploy-command: ./deploy.sh\n'
    await world.release('v1.0.0', 0, { '.github/tagback.yml': file })
    const components = Array.from({ length: 100 }, (_, index) => `components/prompts/other-${index}`)
    await addTags(
      world.repository.gitDir,
      components.flatMap((component) => Array.from({ length: 40 }, (_, index) => `${component}/v0.${index}.0`)),
    )
    await recordPlaces(world, components, ['staging', 'canary', 'production'])
    world.github.clearRequests()
    const reconciled = await runReconcile(world, { inputs: { components: 'prompts/other-*', 'verify-url': '' } })
    expect(reconciled).toMatchObject({ exitCode: 0, outputs: { drifted: '0', repaired: '0', failed: '0' } })
    expect(reconciled.result).toMatchObject({ places: 300, inSync: 300, drifts: [] })
    expect(world.github.requests.map(({ route, operation }) => operation ?? route)).toStrictEqual([
      'git-upload-pack',
      ...Array(300 / 50).fill('TagbackLedgers'),
    ])
    expect(reconciled.log).toContain('Compare tag, ledger and what is served: 300 places')
  }),
)
