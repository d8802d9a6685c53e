import { createRepository } from '../src/github/create-repository.ts'
import type { Release } from '../src/tags/release.ts'
import type { LocalGitHub, RepositoryHandle } from '../testing/github/local-github.ts'
import { git } from '../testing/github/run-git.ts'
import { addTags } from './many-tags.ts'

const RUN = { id: 1, attempt: 1, url: 'https://github.com/octo/prompts/actions/runs/1' }

/** Puts every component into every environment by an annotated tag, and on record as kept. */
export async function recordPlaces(
  { github, repository, token }: { github: LocalGitHub; repository: RepositoryHandle; token: string },
  components: readonly string[],
  environments: readonly string[],
): Promise<void> {
  const commit = await git(repository.gitDir, ['rev-list', '--max-parents=0', 'refs/heads/main'])
  const tags = components.flatMap((component) => environments.map((environment) => `${component}/${environment}`))
  await addTags(repository.gitDir, tags)
  const refs = await repository.refs()
  const address = { owner: repository.owner, name: repository.name, serverUrl: github.url, apiUrl: github.apiUrl }
  const port = await createRepository({ address, token, fetch, logUrl: RUN.url })
  for (const tag of tags) {
    const [prefix = '', type = '', name = '', environment = ''] = tag.split('/')
    const component = { id: `${prefix}/${type}/${name}`, prefix, type, name }
    const object = refs.get(`refs/tags/${tag}`)
    if (object === undefined) throw new Error(`${tag} was not made`)
    const to: Release = { component: component.id, version: 'v0.1.0', versioned: true, object, commit }
    const record = await port.openRecord(component, {
      ...{ kind: 'guard', component: component.id, environment, to, from: null, target: null, actor: 'ada', run: RUN },
    })
    await port.closeRecord(record, { decision: 'kept', reason: 'healthy', sentence: 'as before' })
  }
}
