import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { type ActWorld, inActWorld } from './act-world.ts'

/** The caller of docs/reusable-workflows.md, word for word. */
const CALLER = snippetsOf('docs/reusable-workflows.md').find(({ language }) => language === 'yaml')?.text ?? ''

/** A job of the caller that has to do with what the called workflow gives back. */
const WITH_OUTPUTS = `${CALLER}
  after:
    needs: guard
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ needs.guard.result }}, \${{ needs.guard.outputs.decision }}, \${{ needs.guard.outputs.version }}"
`

/** On GitHub secrets of the environment are there without being handed over; act has no environments. */
const WITH_APP = CALLER.replace(
  '    secrets:\n',
  `    secrets:
      TAGBACK_APP_ID: \${{ secrets.TAGBACK_APP_ID }}
      TAGBACK_APP_KEY: \${{ secrets.TAGBACK_APP_KEY }}
`,
)

const secrets = {
  PROMETHEUS_TOKEN: 'a-secret-of-prometheus',
  DEPLOY_ENV: 'API_KEY="key of the deploy"\n# none\nREGION=eu-west-1',
}

async function movedTo(world: ActWorld, errors: number) {
  world.write('scripts/deploy.sh', `${world.deployScript}echo "deploys with $API_KEY in $REGION"\n`)
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', errors)
  await world.moveProduction('v1.0.0')
  return world.moveProduction('v1.1.0')
}

describe('the reusable workflow', () => {
  it.concurrent(
    'guards a move for a caller that says no more than what is its own',
    inActWorld(WITH_OUTPUTS, async (world) => {
      const push = await movedTo(world, 1)
      const [run] = await world.runPush(push, { secrets })
      expect(run?.exitCode).toBe(0)
      const log = run?.lines.join('\n')
      expect(log).toContain('success, kept, v1.1.0')
      expect(log).toContain('deploys with *** in ***')
      expect(log).not.toMatch(/key of the deploy|a-secret-of-prometheus/)
      expect(world.service.seen.authorization[0]).toBe('Bearer a-secret-of-prometheus')
      expect(await world.production()).toBe(push.event.payload.after)
      const result = JSON.parse(readFileSync(join(world.artifacts, 'tagback-guard-1/result.json'), 'utf8'))
      expect(result).toMatchObject({ decision: 'kept', reason: 'healthy' })
      expect(existsSync(join(world.artifacts, 'tagback-guard-1/summary.md'))).toBe(true)
      expect(run?.steps.some((step) => step.includes('create-github-app-token'))).toBe(false)
    }),
  )

  it.concurrent(
    "moves the tag back with the App's token, fails the caller, and keeps the evidence",
    inActWorld(WITH_APP, async (world) => {
      const push = await movedTo(world, 30)
      const appToken = world.github.createToken({
        ...{ kind: 'app', workflows: true, permissions: { contents: 'write', deployments: 'write' } },
      })
      const app = { TAGBACK_APP_ID: 'Iv1', TAGBACK_APP_KEY: 'the private key' }
      const [run] = await world.runPush(push, { appToken, secrets: { ...secrets, ...app } })
      expect(run?.exitCode).toBe(1)
      // act does not go on to the next job after a called workflow that failed; GitHub does, with `if: always()`.
      expect(run?.outputs['guard/guard/guard']).toMatchObject({ decision: 'rolled-back', version: 'v1.1.0' })
      expect(run?.lines.join('\n')).not.toContain(appToken)
      expect(await world.production()).toBe(push.event.payload.before)
      expect(world.service.served()).toBe('v1.0.0')
      expect(world.repository.deployments.map(({ creator }) => creator.login)).toStrictEqual([
        'tagback[bot]',
        'tagback[bot]',
      ])
      // Revoked only when the post step of Tagback has had its turn.
      const posts = run?.steps.filter((step) => step.startsWith('Post ')) ?? []
      expect(posts[0]).toContain('OWNER/tagback@v1')
      expect(posts[1]).toContain('create-github-app-token')
      expect(existsSync(join(world.artifacts, 'tagback-guard-1/result.json'))).toBe(true)
    }),
  )
})
