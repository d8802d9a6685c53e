import { describe, expect, test } from '@jest/globals'
import { type CommandDeployerOptions, commandDeployer } from '../../src/deploy/command-deployer.ts'
import { pullDeployer } from '../../src/deploy/pull-deployer.ts'
import { releaseFiles } from '../../src/deploy/release-files.ts'
import { asked, bad, directory, good, lines, move, options, TOKEN } from './deployer-fixture.ts'

const deploy = async (script: string, more: Partial<CommandDeployerOptions> = {}) => {
  const deployer = commandDeployer(options(script, more))
  await deployer.prepare([bad, good])
  return deployer.deploy(move)
}

describe('deploy', () => {
  test('runs in the files of the release and tells it what it deploys', async () => {
    const script =
      'cat prompt.md; echo; echo "$TAGBACK_NAME $TAGBACK_VERSION after $TAGBACK_PREVIOUS_VERSION, $MY_API_KEY"'
    expect(await deploy(script)).toEqual({ kind: 'deployed' })
    expect(lines.slice(1, -1)).toEqual([`files of ${bad.commit}`, 'extraction v1.2.0 after v1.1.0, key-12345678'])
    expect(asked).toEqual([[bad.commit, good.commit]])
  })

  test('the code of a release does not see our token, our inputs or the command files of the runner', async () => {
    await deploy('env; declare -p')
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.join('\n')).not.toMatch(new RegExp(`${TOKEN}|INPUT_TOKEN|GITHUB_OUTPUT`))
  })

  test('an exit code, with the last output and without secrets', async () => {
    const result = await deploy(`echo "key is $MY_API_KEY"; echo 'token ${TOKEN}' >&2; sleep 0.1; echo failing; exit 3`)
    expect(result).toMatchObject({ kind: 'failed', detail: expect.stringMatching(/^exit code 3; its last output:\n/) })
    const detail = result.kind === 'failed' ? result.detail : ''
    expect(detail.split('\n').slice(1).sort()).toEqual(['  failing', '  key is ***', '  token ***'])
  })

  test.each([
    ['exit 4', {}, { kind: 'failed', detail: 'exit code 4; it wrote no output' }],
    [
      'sleep 60',
      { timeoutSeconds: 0.2 },
      { kind: 'timed-out', detail: 'not finished after 0.2 s; it wrote no output' },
    ],
    ['kill -KILL $$', {}, { kind: 'failed', detail: 'ended by SIGKILL; it wrote no output' }],
    [
      'true',
      { stop: AbortSignal.abort() },
      { kind: 'failed', detail: 'stopped before it finished; it wrote no output' },
    ],
    ['true', { temporaryDirectory: '/no/such' }, { kind: 'failed', detail: expect.stringContaining('/no/such') }],
  ])('%j %j', async (script, more, result) => {
    expect(await deploy(script, more)).toEqual(result)
  })

  test('a release whose files were not prepared is not deployed', async () => {
    const result = await commandDeployer(options('touch ran')).deploy(move)
    expect(result).toEqual({
      kind: 'failed',
      detail: 'the files of components/prompts/extraction v1.2.0 were not prepared before the deploy',
    })
    expect(lines).toEqual([])
  })

  test('never throws, and goes on after a failure', async () => {
    let known = false
    const componentOf: CommandDeployerOptions['componentOf'] = (id) => {
      if (!known) throw new Error(`unknown component ${id}`)
      return { id, prefix: 'components', type: 'prompts', name: 'extraction' }
    }
    const deployer = commandDeployer(options('true', { componentOf }))
    await deployer.prepare([bad])
    expect(await deployer.deploy(move)).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('unknown component'),
    })
    known = true
    expect(await deployer.deploy(move)).toEqual({ kind: 'deployed' })
  })

  test('deploys asked for at once do not mix their blocks of the log', async () => {
    const deployer = commandDeployer(options('echo one; sleep 0.1; echo two'))
    await deployer.prepare([bad, good])
    await Promise.all([deployer.deploy(move), deployer.deploy({ ...move, release: good, previous: bad })])
    const [first, second] = [lines.slice(0, 4), lines.slice(4)]
    for (const block of [first, second]) {
      expect(block).toEqual([
        expect.stringMatching(/^::stop-commands::/),
        'one',
        'two',
        expect.stringMatching(/^::\w+::$/),
      ])
    }
  })

  test('files that are there are not checked out again; a check-out that failed is', async () => {
    let works = false
    const files = releaseFiles(
      async (commits) => {
        asked.push([...commits])
        if (!works) throw new Error('no such commit')
        return new Map(commits.map((commit) => [commit, directory]))
      },
      async (found) => `${found}/x`,
    )
    await expect(files.prepare([bad])).rejects.toThrow('no such commit')
    works = true
    await files.prepare([bad, bad])
    await files.prepare([good, bad])
    await files.prepare([good])
    expect(asked).toEqual([[bad.commit], [bad.commit], [good.commit]])
    expect(files.directoryOf(good)).toBe(directory)
    expect(await files.componentPath(good)).toBe(`${directory}/x`)
    expect(await files.componentPath({ ...good, commit: 'f'.repeat(40) })).toBe('')
  })
})

test('deploy: none runs nothing and says so', async () => {
  const deployer = pullDeployer((line) => lines.push(line))
  await deployer.prepare([bad])
  expect(await deployer.deploy(move)).toEqual({ kind: 'deployed' })
  expect(lines).toEqual([
    'Nothing to run (deploy: none): the runtime of production takes components/prompts/extraction v1.2.0 from the tag.',
  ])
})
