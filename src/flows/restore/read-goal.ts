import { offer } from '../../config/nearest.ts'
import type { Destination } from '../../config/parse-destination.ts'
import { placeEntries } from '../../snapshots/place-entries.ts'
import { readSnapshot } from '../../snapshots/read-snapshot.ts'
import { foreignRepository } from '../../snapshots/snapshot.ts'
import type { Component } from '../../tags/component.ts'
import type { GitObject } from '../../tags/git-object.ts'
import type { Goal } from '../scope/goal.ts'
import type { RestoreReader } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'

export type ReadGoal =
  /** `named`: the components that the goal itself is about; null when it can be about any. */
  | { kind: 'goal'; goal: Goal | (Destination & { kind: 'time' }); named: Component[] | null; remarks: string[] }
  | { kind: 'problems'; problems: string[] }

/**
 * Reads the file or tag that a destination names.
 *
 * @param repository `OWNER/NAME` of this one
 * @throws when GitHub cannot be asked
 */
export async function readGoal(
  wish: Pick<RestoreWish, 'to' | 'environment'>,
  components: readonly Component[],
  reader: RestoreReader,
  repository: string,
): Promise<ReadGoal> {
  const { to } = wish
  const here = { environment: wish.environment, repository }
  switch (to.kind) {
    case 'file': {
      const found = await reader.readText(to.path)
      return found
        ? goalOf(found.text, found.file, here, components)
        : { kind: 'problems', problems: [`to: there is no file ${to.path} in the repository`] }
    }
    case 'backup':
      return readBackup(to.tag, here, components, reader)
    default:
      return { kind: 'goal', goal: to, named: null, remarks: [] }
  }
}

type Here = { environment: string; repository: string }

/** A backup of ours holds a snapshot. Any other one is a tag on a commit, which then counts for every component. */
async function readBackup(
  tag: string,
  here: Here,
  components: readonly Component[],
  reader: RestoreReader,
): Promise<ReadGoal> {
  const backups = await reader.listBackups()
  const backup = backups.find((candidate) => candidate.tag === tag)
  if (!backup) {
    const latest = backups.map((candidate) => candidate.tag)
    return { kind: 'problems', problems: [`to: there is no tag ${tag}${offer(tag, latest)}`] }
  }
  const message = (await reader.readMessages([backup.object])).get(backup.object)?.[0] ?? ''
  const at = message.search(/^tagback-snapshot:/m)
  if (at >= 0) return goalOf(message.slice(at), tag, here, components)
  const object = (await reader.readObjects([backup.object])).get(backup.object)
  const end = object && endOf(object)
  return end?.kind === 'commit'
    ? { kind: 'goal', goal: { kind: 'commit', commit: end.id }, named: null, remarks: [] }
    : { kind: 'problems', problems: [`to: the tag ${tag} leads to no commit`] }
}

const endOf = (object: GitObject): GitObject => (object.kind === 'tag' ? endOf(object.target) : object)

function goalOf(
  text: string,
  name: string,
  { environment, repository }: Here,
  components: readonly Component[],
): ReadGoal {
  const read = readSnapshot(text, name)
  if (read.kind === 'problems') return read
  const { snapshot } = read
  const placed = placeEntries(read, components)
  if (placed.kind === 'problems') return placed
  const entries = new Map(placed.entries.map(({ entry, component, place }) => [component.id, { ...entry, place }]))
  const foreign = foreignRepository(snapshot, repository)
  const elsewhere = snapshot.environment !== null && snapshot.environment !== environment
  return {
    ...{
      kind: 'goal',
      goal: { kind: 'listed', name, entries, foreign },
      named: placed.entries.map(({ component }) => component),
    },
    remarks: [
      ...(elsewhere ? [`${name} shows ${snapshot.environment}, not ${environment}`] : []),
      ...(foreign === null
        ? []
        : [`${name} is a snapshot of ${foreign}, not of ${repository}: only what has the same commit here is taken`]),
    ],
  }
}
