import { git } from '../testing/github/run-git.ts'
import { gitClone } from './git-alone.ts'
import type { MeasuredCase } from './guard-figures.ts'
import { type KeptMove, keep, type RolledBackMove, rollBack } from './guarded-moves.ts'
import { addTags, spreadTags, versionTags } from './many-tags.ts'
import { COMPONENT, openStage, type Stage } from './stage.ts'

export type Sizes = {
  /** Guards that are rolled back: with few tags, and with many. */
  rollbacks: { few: number; many: number }
  spread: number
  versions: number
}

export type MeasuredGuards = {
  few: MeasuredCase
  spread: MeasuredCase
  deep: MeasuredCase
  old: { name: string; kept: KeptMove }
}

const figures = new Intl.NumberFormat('en')

/** Real guards of one repository while it grows: few tags, many of others, many of the component itself. */
export async function measureGuards(sizes: Sizes, tell: (text: string) => void): Promise<MeasuredGuards> {
  const stage = await openStage()
  try {
    let minor = 0
    const measure = async (name: string, rollbacks: number): Promise<MeasuredCase> => {
      tell(`Guards with ${name}`)
      const next = (): string => `v1.${++minor}.0`
      const good = next()
      await stage.release(good, 0)
      const kept = await keep(stage, good)
      const rolledBack: RolledBackMove[] = []
      for (let done = 0; done < rollbacks; done++) rolledBack.push(await rollBack(stage, next()))
      return { name, kept, rolledBack, cloned: await gitClone(stage) }
    }
    const { gitDir } = stage.repository
    const { rollbacks, spread, versions } = sizes
    const few = await measure('few tags', rollbacks.few)
    const many = `${figures.format(spread)} tags`
    tell(`Making ${many}`)
    await addTags(gitDir, spreadTags(spread))
    const apart = await measure(many, rollbacks.many)
    const own = `${many} and ${figures.format(versions)} versions`
    await addTags(gitDir, versionTags(COMPONENT, versions))
    const deep = await measure(own, rollbacks.many)
    const name = `${own}, moved to the oldest`
    tell(`A guard with ${name}`)
    const [oldest] = versionTags('', 1)
    await fetchTag(stage, `refs/tags/${COMPONENT}${oldest}`)
    const old = { name, kept: await keep(stage, oldest?.slice(1) ?? '') }
    return { few, spread: apart, deep, old }
  } finally {
    await stage.close()
  }
}

const fetchTag = ({ edgit, remote }: Stage, ref: string): Promise<string> =>
  git(edgit.workTree, ['fetch', '--quiet', '--no-tags', remote, `${ref}:${ref}`])
