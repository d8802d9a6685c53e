import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeploymentRecord } from '../github/deployment-record.ts'
import { git } from '../github/run-git.ts'
import { startLocalGitHub } from '../github/start-local-github.ts'
import type { TagPush } from '../runner/deliver-tag-pushes.ts'
import { startCaseService } from './case-service.ts'
import { type Place, PRODUCTION, sayPlace, tagOf } from './places.ts'
import { nextDate, PERMISSIONS, type Template } from './template.ts'

export type Case = Awaited<ReturnType<typeof openCase>>

/** A GitHub, a repository and a service of its own, as the template left them. */
export async function openCase(template: Template) {
  const root = mkdtempSync(join(tmpdir(), 'tagback-case-'))
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts', copyOf: template })
  await git(repository.gitDir, ['config', 'core.logAllRefUpdates', 'always'])
  const serviceFolder = join(root, 'service')
  cpSync(template.service, serviceFolder, { recursive: true })
  rmSync(join(serviceFolder, 'journal'))
  const service = await startCaseService(serviceFolder)
  const bin = join(root, 'bin')
  mkdirSync(bin)
  const token = github.createToken({ kind: 'actions', permissions: PERMISSIONS })
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS })
  const remote = repository.cloneUrlWithToken(person)
  const refs = await repository.refs()
  const start = new Map(
    template.places.map((place) => {
      const state = { tag: refs.get(tagOf(place)) ?? null, served: service.served(place) }
      return [sayPlace(place), state] as const
    }),
  )
  const mainCommit = refs.get('refs/heads/main') ?? ''
  const people: { at: number; object: string }[] = []
  const push = async (tag: string): Promise<TagPush> => {
    const pushes: TagPush[] = []
    const stop = github.onEvent((event) => {
      if (event.name === 'push')
        pushes.push({ event, ref: event.payload.ref, sha: event.payload.head_commit?.id ?? '' })
    })
    await git(template.workTree, ['push', '--quiet', '--force', remote, `${tag}:${tagOf(PRODUCTION)}`])
    people.push({ at: Date.now(), object: tag })
    await github.eventsTold()
    stop()
    if (!pushes[0]) throw new Error(`The push of ${tag} made no event`)
    return pushes[0]
  }
  return {
    ...{ mainCommit, people },
    ...{ github, repository, service, serviceFolder, bin, token, person, start, template },
    /** Somebody moves PRODUCTION to an object that is there already; the event that GitHub tells of it. */
    push,
    /** The same with a new object for a version. */
    move: async (version: string): Promise<TagPush> => push(await makeEnvironmentTag(template.workTree, version)),
    /** Every value that the tag was given since the case began, oldest first, each with what it came from. */
    tagLog: (place: Place): { from: string; to: string }[] => {
      const log = join(repository.gitDir, 'logs', tagOf(place))
      return (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ from: line.slice(0, 40), to: line.slice(41, 81) }))
    },
    /** Hours go by until the next scheduled run. */
    ageRecords: (hours: number): void => {
      const earlier = (time: string): string => new Date(Date.parse(time) - hours * 3_600_000).toISOString()
      const age = (record: Pick<DeploymentRecord, 'createdAt'>): void => {
        record.createdAt = earlier(record.createdAt)
      }
      for (const record of repository.deployments) for (const dated of [record, ...record.statuses]) age(dated)
    },
    close: async (): Promise<void> => {
      await service.close()
      await github.close()
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}

/** The object that `edgit tag set` makes, without a ref in the clone: cases that run side by side share that. */
async function makeEnvironmentTag(workTree: string, version: string): Promise<string> {
  const target = await git(workTree, ['rev-parse', '--verify', `refs/tags/${PRODUCTION.component}/${version}`])
  const seconds = Date.parse(nextDate()) / 1000
  const head = [`object ${target}`, 'type tag', `tag ${sayPlace(PRODUCTION)}`]
  const tagger = `tagger Ada Deployer <ada@example.com> ${seconds} +0000`
  const input = `${[...head, tagger].join('\n')}\n\nSet extraction to production\n`
  return git(workTree, ['mktag'], { input })
}
