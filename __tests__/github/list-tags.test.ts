import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { listTags } from '../../src/github/list-tags.ts'
import { git } from '../../testing/github/run-git.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

let fixture: Fixture
afterEach(() => fixture.close())

const list = (
  prefixes = ['components'],
  more: Partial<Parameters<typeof listTags>[0]> = {},
  wanted?: Parameters<typeof listTags>[2],
) => listTags({ fetch, address: fixture.address, token: fixture.token, pause: 0, ...more }, prefixes, wanted)

/** Git itself on the same server, as the judge of what is there. */
async function lsRemote(): Promise<Map<string, string>> {
  const url = fixture.repository.cloneUrlWithToken(fixture.token)
  const lines = (await git(fixture.edgit.workTree, ['ls-remote', url, 'refs/tags/components/*'])).split('\n')
  return new Map(lines.map((line) => line.split('\t').reverse() as [string, string]))
}

/** An answer that does not come from git. */
const answering = (body: ConstructorParameters<typeof Response>[0], headers: Record<string, string> = {}) => ({
  fetch: async () =>
    new Response(body, { headers: { 'content-type': 'application/x-git-upload-pack-result', ...headers } }),
})

describe('listTags', () => {
  it('lists tags, tags of tags and lightweight tags as git does, by one request that the API does not count', async () => {
    fixture = await createFixture()
    await fixture.edgit.setEnvironmentToEnvironment(COMPONENT, 'debug', 'production', '2026-11-20T09:30:00Z')
    await fixture.edgit.setEnvironmentLightweight(COMPONENT, 'light', fixture.commit)
    await fixture.push(`refs/tags/${COMPONENT}/debug`, `refs/tags/${COMPONENT}/light`)
    fixture.github.clearRequests()
    const tags = await list()
    expect(fixture.github.requests.map(({ kind, method, route }) => [kind, method, route])).toStrictEqual([
      ['git', 'POST', 'git-upload-pack'],
    ])
    const judge = await lsRemote()
    expect(tags).toHaveLength(5)
    for (const { ref, object, peeled } of tags) {
      expect([ref, object, peeled]).toStrictEqual([ref, judge.get(ref), judge.get(`${ref}^{}`) ?? judge.get(ref)])
    }
    expect(tags.find(({ ref }) => ref.endsWith('/debug'))?.peeled).toBe(fixture.commit)
  })

  it('asks for its prefixes alone, and does not list what was deleted', async () => {
    fixture = await createFixture()
    await git(fixture.edgit.workTree, ['tag', 'release-1'])
    await fixture.push('refs/tags/release-1')
    expect(await list(['logic'])).toStrictEqual([])
    expect(await list(['logic', 'components'])).toHaveLength(3)
    await fixture.push(`:${PRODUCTION}`)
    expect((await list()).map(({ ref }) => ref)).toStrictEqual([
      `refs/tags/${COMPONENT}/v1.0.0`,
      `refs/tags/${COMPONENT}/v1.1.0`,
    ])
  })

  it('keeps what is wanted', async () => {
    fixture = await createFixture()
    const tags = await list(['components'], {}, (ref) => ref.endsWith('/v1.1.0'))
    expect(tags.map(({ ref }) => ref)).toStrictEqual([`refs/tags/${COMPONENT}/v1.1.0`])
  })

  it('lists 30,000 packed tags by one request', async () => {
    fixture = await createFixture()
    const { gitDir } = fixture.repository
    await git(gitDir, ['pack-refs', '--all'])
    const names = Array.from(
      { length: 30_000 },
      (_, index) => `refs/tags/components/prompts/p${index % 3000}/v1.0.${index}`,
    )
    const packed = [
      '# pack-refs with: peeled fully-peeled sorted ',
      ...names.sort().map((name) => `${fixture.commit} ${name}`),
    ]
    await writeFile(join(gitDir, 'packed-refs'), `${packed.join('\n')}\n`)
    fixture.github.clearRequests()
    const tags = await list()
    expect(fixture.github.requests).toHaveLength(1)
    expect(tags.map(({ ref }) => ref)).toStrictEqual(names)
    expect(new Set(tags.map(({ peeled }) => peeled))).toStrictEqual(new Set([fixture.commit]))
  })

  it.each([
    [401, 'the token is not valid'],
    [403, 'contents: read'],
    [404, 'contents: read'],
  ])('says what %i means, at once', async (status, means) => {
    fixture = await createFixture()
    fixture.github.inject({ match: { kind: 'git' }, fault: { kind: 'status', status } })
    await expect(list()).rejects.toThrow(`The tags of octo/prompts could not be listed: git answered ${status}`)
    await expect(list()).rejects.toThrow(means)
    expect(fixture.github.requests).toHaveLength(2)
  })

  it('does not tell a token that GitHub does not know', async () => {
    fixture = await createFixture()
    const listed = list(['components'], { token: 'ghs_unknown' })
    await expect(listed).rejects.toThrow('git answered 401')
    await expect(listed).rejects.not.toThrow('ghs_unknown')
  })

  it.each([
    [{ kind: 'status', status: 502 }, 'git answered 502'],
    [{ kind: 'status', status: 429 }, 'git answered 429'],
    [{ kind: 'drop-before' }, 'git did not answer'],
  ] as const)('outlives an outage, %j, of two requests and not of three', async (fault, said) => {
    fixture = await createFixture()
    fixture.github.inject({ match: { kind: 'git' }, times: 2, fault })
    expect(await list()).toHaveLength(3)
    fixture.github.inject({ match: { kind: 'git' }, times: 3, fault })
    await expect(list()).rejects.toThrow(said)
  })

  it.each([
    ['a sign-in page', '<html>Sign in</html>', { 'content-type': 'text/html' }, 'got text/html'],
    ['half a line', '0045aaaa', {}, 'broke off after 0 tags'],
    ['nothing', '', {}, 'broke off after 0 tags'],
    ['an answer without its end', `003d${'a'.repeat(40)} refs/tags/x/y/z`, {}, 'broke off after'],
    ['a refusal', '0021ERR access denied or no such0000', {}, 'git answered: access denied or no such'],
    ['something else', 'nope nope', {}, 'four hexadecimal digits, got "nope"'],
    ['another line', '000anope\n00000', {}, 'expected a tag, got "nope'],
  ])('names %s for what it is', async (_, body, headers, said) => {
    fixture = await createFixture()
    await expect(list(['components'], answering(body, headers as Record<string, string>))).rejects.toThrow(said)
  })

  it('puts lines together that come in pieces, and stops at 128 MiB', async () => {
    fixture = await createFixture()
    const line = Buffer.from(`0045${'a'.repeat(40)} refs/tags/components/p/\u00e9/v1`)
    line.write(line.length.toString(16).padStart(4, '0'))
    const whole = Buffer.concat([line, Buffer.from('0000')])
    const pieces = ReadableStream.from([...whole].map((byte) => Uint8Array.of(byte)))
    expect(await list(['components'], answering(pieces as ReadableStream))).toMatchObject([
      { ref: 'refs/tags/components/p/\u00e9/v1' },
    ])
    const block = Buffer.concat(Array.from({ length: 20_000 }, () => line))
    let sent = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += block.length
        controller.enqueue(block)
      },
    })
    await expect(list(['components'], answering(endless))).rejects.toThrow('longer than 128 MiB')
    expect(sent).toBeLessThan(140 * 1024 * 1024)
  })
})
