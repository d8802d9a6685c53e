import { describe, expect, it, jest } from '@jest/globals'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import { inWorld, withVersions } from './in-world.ts'
import { linksIn } from './rendered.ts'
import { COMPONENT, UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

const SECRET = 'prom-secret-4711-abcdef'

/** Everything that outlives a run or is shown to people. */
const shown = (world: World, { log, summary, outputs, annotations, env, state }: ActionResult): string =>
  [log, summary, JSON.stringify([outputs, annotations, env, state, world.repository.deployments])].join('\n')

async function expectNoSecret(world: World, result: ActionResult, secrets: string[]): Promise<void> {
  const everything = shown(world, result)
  for (const secret of secrets) {
    expect(everything).not.toContain(secret)
    expect(everything).not.toContain(Buffer.from(`x-access-token:${secret}`).toString('base64'))
  }
}

describe('invariant 11: the code of a release', () => {
  it.concurrent(
    'finds neither our token nor our inputs nor the files of the runner in its environment, its files or its git',
    inWorld(async (world) => {
      await withVersions(world)
      const search = [
        'env > "$SERVICE/env"',
        '{ grep -rs "ghs_" . "$HOME/.gitconfig" "$HOME/.git-credentials" "$RUNNER_TEMP" || true; git config --list 2>/dev/null || true; } > "$SERVICE/found"',
        'cat /dev/stdin > "$SERVICE/stdin"',
        world.inputs['deploy-command'],
      ].join('\n')
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'deploy-command': search },
      })
      expect(result.outputs).toMatchObject({ decision: 'kept' })
      const env = world.service.file('env')
      expect(env).toContain('TAGBACK_VERSION=v1.1.0')
      expect(env).toContain(`TAGBACK_COMPONENT=${COMPONENT}`)
      expect(env).toContain('TAGBACK_PREVIOUS_VERSION=v1.0.0')
      expect(env).toContain('TAGBACK_REASON=move')
      expect(env).not.toContain(world.token)
      expect(env).not.toMatch(/^(INPUT_|STATE_|ACTIONS_|GITHUB_(OUTPUT|STATE|ENV|PATH|STEP_SUMMARY)=)/m)
      expect(world.service.file('found')).not.toContain(world.token)
      expect(world.service.file('stdin')).toBe('')
      await expectNoSecret(world, result, [world.token])
    }),
  )

  it.concurrent(
    'is obeyed in no workflow command that it prints, whether it ends well or fails',
    inWorld(async (world) => {
      await withVersions(world)
      const commands = [
        ...['::set-output name=decision::kept', '::add-mask::v1.1.0', '::error::pwned', '  ::warning::pwned'],
        ...['##[error]pwned', '::stop-commands::pwned', '::add-path::/tmp/pwned', '::save-state name=pwned::pwned'],
        ...['::group::pwned', '::set-env name=PWNED::pwned', '::notice title=pwned::pwned'],
      ]
      const print = `cat <<'END'\n${commands.join('\n')}\nEND\n`
      const ends = [
        ['exit 9', 'rolled-back'],
        ['true', 'kept'],
      ]
      for (const [end, decision] of ends) {
        const push = await world.moveProduction('v1.1.0')
        const deploy = `${print}\nif [ "$TAGBACK_REASON" = move ]; then ${end}; fi\n${world.inputs['deploy-command']}`
        const result = await world.run(push, { inputs: { ...UNWATCHED, 'deploy-command': deploy } })
        expect(result.outputs).toMatchObject({ decision, version: 'v1.1.0' })
        expect(
          result.annotations.filter(
            ({ message, properties }) => /^pwned/.test(message) || properties.title === 'pwned',
          ),
        ).toStrictEqual([])
        expect([Object.keys(result.state), result.env]).toStrictEqual([['run'], {}])
        // The last line of ours is still obeyed: no stop-commands of theirs is in force.
        expect(result.annotations.at(-1)?.message.replace(/\.$/, '')).toBe(result.outputs.sentence)
        expect(linksIn(result.summary, world.github.url)).toStrictEqual([])
        await world.moveProduction('v1.0.0')
      }
    }),
  )

  it.concurrent(
    'cannot write outputs, variables or a summary of its own by guessing where the files of the runner are',
    inWorld(async (world) => {
      await withVersions(world)
      const guess = [
        'files="$RUNNER_TEMP/.."',
        'echo "decision=kept" >> "$files/output"',
        'printf "result<<EOF\\nforged\\nEOF\\nopen<<NEVER\\n" >> "$files/output"',
        'echo "NODE_OPTIONS=--require=/tmp/evil.js" >> "$files/env"',
        'echo "/tmp/evil" >> "$files/path"',
        'echo "# All is well <img src=x>" >> "$files/summary.md"',
        'exit 4',
      ].join('\n')
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'deploy-command': guess },
      })
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'redeploy-failed' })
      expect(Object.keys(result.outputs)).not.toContain('open')
      expect(JSON.parse(result.outputs.result ?? '')).toMatchObject({ decision: 'held' })
      expect(result.env).toStrictEqual({})
      expect(result.summary).not.toContain('All is well')
    }),
  )

  it.concurrent(
    'leaves no process behind when the step is over',
    inWorld(async (world) => {
      await withVersions(world)
      const leaving = `sleep 300 > /dev/null 2>&1 &\necho $! > "$SERVICE/child"\n${world.inputs['deploy-command']}`
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { ...UNWATCHED, 'deploy-command': leaving },
      })
      expect(result.outputs.decision).toBe('kept')
      expect(world.service.leftBehind('child')).toBe(false)
    }),
  )
})

describe('invariant 11: names and texts from outside', () => {
  it.concurrent(
    'a tag name that a shell or a log would obey is refused, whatever git allows',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0)
      const names = [
        'prompts/$(id)',
        'prompts/`id`',
        "prompts/it's",
        'prompts/a"b',
        'prompts/a;b',
        'prompts/a|b&c',
        'prompts/<img>',
        'prompts/-rf',
        'prompts/\u2028line',
        'prompts/\u202Eesrever',
        'prompts/%0Aerror',
      ]
      for (const name of names) {
        const component = `components/${name}`
        const push = await world.pushOf(async () => {
          await world.edgit.setEnvironmentLightweight(component, 'production', 'HEAD')
          await world.push(`refs/tags/${component}/production`)
        })
        world.github.clearRequests()
        const result = await world.run(push, { inputs: UNWATCHED })
        expect([name, result.exitCode, result.outputs.decision, result.outputs.reason]).toStrictEqual([
          name,
          1,
          'refused',
          'malformed-tag',
        ])
        expect(result.annotations).toHaveLength(1)
        expect(linksIn(result.summary, world.github.url)).toStrictEqual([])
        expect(world.github.requests).toStrictEqual([])
      }
      expect(world.service.deploys()).toStrictEqual([])
    }),
  )

  it.concurrent(
    'a ref that git itself would never take, with .. or a line break, is refused or nobody of ours',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      for (const name of [
        'prompts/../extraction',
        'prompts/..',
        'prompts/a\nb',
        'prompts/a\r::error::pwned',
        'prompts/ ',
      ]) {
        const ref = `refs/tags/components/${name}/production`
        const payload = { ...push.event.payload, ref }
        const result = await world.run({ ...push, ref, event: { ...push.event, payload } }, { inputs: UNWATCHED })
        expect(['refused', 'no-op']).toContain(result.outputs.decision)
        expect(result.annotations).toHaveLength(1)
      }
      expect(world.service.deploys()).toStrictEqual([])
      expect(world.records()).toStrictEqual([])
    }),
  )

  it.concurrent(
    'Markdown and HTML in what a deploy prints, a service answers and a pusher is called end up in the summary as text',
    inWorld(async (world) => {
      await withVersions(world)
      const evil = [
        '[click](https://evil.example) ![x](https://evil.example/x.png) <img src=x onerror=alert(1)> @octocat #123',
        'https://evil.example www.evil.example mailto:a@evil.example me@evil.example | cell | `code` **bold** <!-- ',
        '# heading',
        '- [ ] task',
        '```',
        '</details><script>alert(1)</script>',
      ]
      const print = `cat >&2 <<'END'\n${evil.join('\n')}\nEND\n[ "$TAGBACK_REASON" = rollback ] || exit 5\n${world.inputs['deploy-command']}`
      world.service.faults.versionOf = evil[0] ?? ''
      const push = await world.moveProduction('v1.1.0')
      const payload = {
        ...push.event.payload,
        sender: { ...push.event.payload.sender, login: '<b>@ada</b> [x](https://evil.example)' },
      }
      const result = await world.run(
        { ...push, event: { ...push.event, payload } },
        { inputs: { ...UNWATCHED, 'deploy-command': print, 'deploy-timeout': '1s' } },
      )
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'rollback-not-served' })
      expect(result.outputs.sentence).toContain('evil.example')
      expect(linksIn(result.summary, world.github.url)).toStrictEqual([])
    }),
  )
})

describe('invariant 11: secrets', () => {
  it.concurrent(
    'the secret of a header reaches the metric source and nothing else, although the deploy prints it and fails',
    inWorld(async (world) => {
      await withVersions(world)
      const print = `echo "$PROM_BEARER and Bearer $PROM_BEARER"\nif [ "$TAGBACK_REASON" = move ]; then exit 6; fi\n${world.inputs['deploy-command']}`
      const result = await world.run(await world.moveProduction('v1.1.0'), {
        inputs: { 'metric-headers': 'Authorization: Bearer {env:PROM_BEARER}', 'deploy-command': print },
        env: { PROM_BEARER: SECRET },
      })
      expect(world.service.seen.authorization).toContain(`Bearer ${SECRET}`)
      expect(result.outputs).toMatchObject({ decision: 'rolled-back', reason: 'deploy-failed' })
      expect(result.outputs.sentence).toContain('*** and ***')
      await expectNoSecret(world, result, [SECRET, world.token])
    }),
  )

  it.concurrent(
    'a header that is wrong is refused without its value',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      for (const headers of [`Authorization Bearer ${SECRET}`, `Authorization: {env:PROM_BEARER} {env:NOT_THERE}`]) {
        const result = await world.run(push, { inputs: { 'metric-headers': headers }, env: { PROM_BEARER: SECRET } })
        expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'bad-input' } })
        expect(result.outputs.sentence).not.toContain(SECRET)
      }
    }),
  )

  it.concurrent(
    'the token is in none of what is shown, also when everything goes wrong',
    inWorld(async (world) => {
      await withVersions(world)
      const push = await world.moveProduction('v1.1.0')
      // The worst that code of the same user can do: read the token where the system keeps it, and print it.
      const steal = `tr '\\0' '\\n' < /proc/$PPID/environ | grep INPUT_TOKEN || echo none\nexit 8`
      const result = await world.run(push, { inputs: { ...UNWATCHED, 'deploy-command': steal } })
      expect(result.outputs).toMatchObject({ decision: 'held', reason: 'redeploy-failed' })
      await expectNoSecret(world, result, [world.token])
    }),
  )
})
