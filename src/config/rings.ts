import type { Component } from '../tags/component.ts'
import type { ConfigFile } from './config-file.ts'
import { type EffectiveSettings, effectiveSettings } from './effective-settings.ts'
import { matchesName } from './matches-component.ts'
import { offer } from './nearest.ts'
import { needed } from './needed.ts'
import { SETTING_TABLE, type WrittenSettings } from './setting-table.ts'

/** From one environment to another that what has passed in the first goes on to. */
export type Ring = {
  from: string
  environment: string
  go: 'auto' | 'manual' | 'off'
  /** Where that is said: `.github/tagback.yml:14:12 after`. */
  said: string
}

/** Whose environments: settings differ by component, and what the file leaves out is said by inputs. */
export type RingScope = {
  /** `null`: there is no file. */
  config: ConfigFile | null
  component: Component
  inputs: WrittenSettings
}

/** Whether the file says of any environment that it comes after another. */
export const hasRings = (config: ConfigFile | null): boolean =>
  config?.environments.some(({ ring }) => ring !== null) ?? false

/** The environments that the file has by their own names, in its order. A glob names only what has a tag. */
const namedIn = (config: ConfigFile | null): string[] =>
  (config?.environments ?? []).flatMap(({ glob }) => (/^[\p{L}\p{N}._+@-]+$/u.test(glob) ? [glob] : []))

/**
 * What comes after what, among the environments that the file names and those that are known to be there: in the order of
 * the file, then by name. A canary goes on as its `promote` says, every other environment as its own `follow`.
 */
export function ringsAmong(scope: RingScope, known: readonly string[]): Ring[] {
  const named = namedIn(scope.config)
  const environments = [...named, ...[...new Set(known)].filter((name) => !named.includes(name)).toSorted()]
  const settled = environments.map((environment) => ({ environment, ...settingsOf(scope, environment) }))
  const canaries = settled.flatMap(({ environment, written, origins }): Ring[] => {
    const of = written['canary-of']?.trim()
    if (of === undefined) return []
    return [{ from: environment, environment: of, go: choiceOf('promote', written), said: origins['canary-of'] ?? '' }]
  })
  const rings = settled.flatMap(({ environment, written, ring }): Ring[] =>
    ring === null
      ? []
      : [{ from: ring.after, environment, go: choiceOf('follow', written), said: `${ring.place} after` }],
  )
  const promoted = (ring: Ring) =>
    canaries.some((own) => own.from === ring.from && own.environment === ring.environment)
  return [...canaries, ...rings.filter((ring) => !promoted(ring))]
}

/** Everything that what has passed in `first` goes on to, one after the other: those right behind it first, each once. */
export function ringsBehind(first: string, rings: readonly Ring[]): Ring[] {
  const found: Ring[] = []
  const seen = new Set([first])
  for (const from of seen) {
    for (const ring of rings.filter((candidate) => candidate.from === from && !seen.has(candidate.environment))) {
      seen.add(ring.environment)
      found.push(ring)
    }
  }
  return found
}

/** What is wrong with the order of these environments, with its place; empty when nothing is. */
export function flawsInRings(scope: RingScope, environment: string): string[] {
  const rings = ringsAmong(scope, [environment])
  return [...rings.flatMap((ring) => flawsOf(ring, rings, scope)), ...circle(rings)]
}

function flawsOf({ from, environment, said }: Ring, rings: readonly Ring[], scope: RingScope): string[] {
  if (!said.endsWith(' after')) return []
  const expected = (what: string) => [`${said}: expected ${what}, got ${from}`]
  if (from === environment) return expected(`another environment than ${environment} itself`)
  if (settingsOf(scope, environment).drill) return expected(`none, because ${environment} is there for drills`)
  if (!scope.config?.environments.some(({ glob }) => matchesName(glob, from))) {
    const hint = offer(
      from,
      namedIn(scope.config).filter((name) => name !== environment),
    )
    return [`${expected('an environment that has a section here')}${hint} Where it is meant, write ${from}: {} as well`]
  }
  const before = settingsOf(scope, from)
  if (before.drill) return expected('an environment that is not there for drills')
  if (isUnwatched(before)) return expected('an environment that is watched, because nothing else finds a release good')
  const canary = rings.find((ring) => ring.environment === environment && !ring.said.endsWith(' after'))
  return canary ? expected(`${canary.from}, which is the canary of ${environment}`) : []
}

/** Who says nothing may leave it to inputs, which not every workflow has. */
const isUnwatched = ({ written, metrics }: EffectiveSettings): boolean =>
  written.metric?.trim() === 'none' && Object.keys(metrics).length === 0

/** Said once, where the circle is closed. */
function circle(rings: readonly Ring[]): string[] {
  for (const start of rings) {
    const path = [start]
    for (let at = start; at.from !== at.environment; ) {
      const before = rings.find(({ environment }) => environment === at.from)
      if (!before) break
      if (before === start) {
        const names = [...path, start].map(({ environment }) => environment).join(' after ')
        return [`${start.said}: expected an order with a beginning, got ${names}`]
      }
      if (path.includes(before)) break
      path.push(before)
      at = before
    }
  }
  return []
}

const settingsOf = ({ config, component, inputs }: RingScope, environment: string): EffectiveSettings =>
  effectiveSettings(config, component, environment, inputs)

function choiceOf(name: 'promote' | 'follow', written: WrittenSettings): Ring['go'] {
  const { parse, default: usual } = SETTING_TABLE[name]
  return parse(needed(written[name] ?? usual ?? undefined))
}
