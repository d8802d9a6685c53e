import { offer } from '../../config/nearest.ts'
import type { Component } from '../../tags/component.ts'
import { parseTag } from '../../tags/parse-tag.ts'
import { compareVersions } from '../../tags/version.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { ListedTag } from '../scope/scope-ports.ts'
import { selectComponents } from '../scope/select-components.ts'

/** The versions of one component from a good one to a bad one, oldest first, or why there are none. */
export function versionsBetween(
  tags: readonly ListedTag[],
  prefixes: readonly string[],
  patterns: readonly string[],
  { good, bad }: { good: string; bad: string },
): { kind: 'range'; component: Component; versions: VersionTag[] } | { kind: 'problems'; problems: string[] } {
  const known = new Map<string, { component: Component; versions: VersionTag[] }>()
  for (const { ref, object, peeled } of tags) {
    const parsed = parseTag(ref, prefixes)
    if (parsed.kind !== 'version') continue
    const of = known.get(parsed.component.id) ?? { component: parsed.component, versions: [] }
    of.versions.push({ version: parsed.version, object, commit: peeled })
    known.set(parsed.component.id, of)
  }
  const components = [...known.values()].map(({ component }) => component)
  const selected = selectComponents(patterns, components, components)
  if (selected.kind === 'problems')
    return { kind: 'problems', problems: selected.problems.map((text) => `component: ${text}`) }
  const [component, ...others] = selected.components
  if (!component || others.length > 0) {
    const names = selected.components.map(({ id }) => id).join(', ')
    return { kind: 'problems', problems: [`component: a bug is looked for in one component, got ${names}`] }
  }
  const versions = (known.get(component.id)?.versions ?? []).toSorted((a, b) => compareVersions(a.version, b.version))
  const names = versions.map(({ version }) => version)
  const problems = Object.entries({ good, bad }).flatMap(([input, version]) =>
    names.includes(version)
      ? []
      : [`${input}: ${component.id} has no version ${JSON.stringify(version)}${offer(version, names)}`],
  )
  if (problems.length > 0) return { kind: 'problems', problems }
  const [from, to] = [names.indexOf(good), names.indexOf(bad)]
  return from < to
    ? { kind: 'range', component, versions: versions.slice(from, to + 1) }
    : { kind: 'problems', problems: [`good and bad: ${good} is not older than ${bad}`] }
}
