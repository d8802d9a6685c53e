import { chooseDrill } from '../../ledger/choose-drill.ts'
import type { Reasons } from '../../ledger/reasons.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { foldStanding, isKnownGood, type Standing } from '../../ledger/standing.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { Diary } from '../diary.ts'
import { configureMove } from '../guard/configure-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { RepositoryState } from '../ports.ts'
import type { DrillRequest } from './drill-request.ts'

/** Everything that a drill works with, read and checked. */
export type DrillPlan = {
  context: GuardContext
  /** Of the environment that is practised; asked, never written to. */
  production: { context: GuardContext; state: RepositoryState; standing: Standing; versionTags: VersionTag[] }
  /** Of the drill environment. */
  place: { ref: string; state: RepositoryState }
  good: Release
  bad: Release
}

export type ReadDrill =
  | ({ kind: 'plan' } & DrillPlan)
  | { kind: 'refused'; reason: Reasons['refused']; sentence: string }

/**
 * Reads both environments and decides what is practised with which releases. Writes nothing.
 *
 * @throws when GitHub cannot be asked
 */
export async function readDrill(request: DrillRequest, diary: Diary): Promise<ReadDrill> {
  const { component, practised, environment, ports } = request
  const refOf = (name: string): string => `refs/tags/${component.id}/${name}`
  const [state, own] = await Promise.all(
    [practised, environment].map((name) =>
      ports.repository.readState({ component, environment: name, ref: refOf(name), before: ABSENT }),
    ),
  )
  if (!state || !own) throw new Error('expected the state of both environments')
  const asDrill: DrillRequest['configure'] = (config, of, name) => request.configure(config, of, name, practised)
  const configured = configureMove({ ...request, configure: asDrill }, own.config, { component, environment }, diary)
  if (configured.kind === 'refused') return configured
  const marked = configureMove(request, state.config, { component, environment: practised }, diary)
  if (marked.kind === 'refused') return marked
  if (!configured.drill || marked.drill || environment === practised) {
    const wrong = configured.drill ? practised : environment
    const sentence = configured.drill
      ? `${wrong} is marked as an environment for drills itself: name the one whose rollback is to be practised`
      : `${wrong} is not marked as an environment for drills, and nothing was touched: write \`drill: true\` under ${wrong} in environments of .github/tagback.yml on the default branch`
    return { kind: 'refused', reason: 'not-a-drill-environment', sentence }
  }
  const releases = await releasesOf(request, state)
  if (releases.kind === 'refused') return releases
  const { settings } = configured.context
  if (settings.onRegressed === 'report')
    diary.warn(`${practised} is in observe mode. The drill rolls back all the same: it shows what would be done`)
  return {
    ...{ ...releases, kind: 'plan', place: { ref: refOf(environment), state: own } },
    production: { ...releases, context: marked.context, state },
    context: {
      ...configured.context,
      settings: {
        ...settings,
        onRegressed: 'roll-back',
        ...{ canary: null, traffic: null, ring: null },
        readiness: { ...settings.readiness, require: [] },
      },
    },
  }
}

async function releasesOf({ component, practised, badVersion }: DrillRequest, state: RepositoryState) {
  const refused = (sentence: string) => ({ kind: 'refused' as const, reason: 'nothing-to-drill' as const, sentence })
  if (!state.tag) return refused(`There is no tag ${component.id}/${practised}: nothing is there to go back to`)
  const known = state.versionTags
  const missing = badVersion !== null && !known.some(({ version }) => version === badVersion)
  const versionTags = missing ? [...known, ...(await state.versionTagsNamed([badVersion]))] : known
  const resolved = resolveRelease(state.tag, component, versionTags)
  if (resolved.kind === 'unresolved') return refused(`What ${practised} is on is not known: ${resolved.explanation}`)
  const standing = foldStanding(state.records)
  const good = resolved.release
  const choice = chooseDrill({ good, standing, versionTags, named: badVersion })
  if (choice.kind === 'none') return refused(choice.problem)
  return { kind: 'chosen' as const, good, bad: choice.bad, because: choice.because, standing, versionTags }
}

/**
 * Nothing that earlier drills found counts here: what is good is known from the environment that is practised. Their
 * records are known all the same, and none of them is waited for: what was open has been removed.
 */
export const drillStanding = ({ production, place, good }: DrillPlan): Standing => ({
  ...foldStanding([]),
  records: place.state.records.map((record) => ({ ...record, closed: record.closed ?? removed(record) })),
  knownGood: isKnownGood(production.standing, good) ? [good] : [],
})

const removed = ({ createdAt }: DeployRecord): DeployRecord['closed'] => ({
  ...{ decision: 'stood-down', reason: 'taken-up', at: createdAt },
})
