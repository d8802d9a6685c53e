import type { ConfigFile } from '../../config/config-file.ts'
import { offer } from '../../config/nearest.ts'
import { readConfigFile } from '../../config/read-config-file.ts'
import type { Component } from '../../tags/component.ts'
import type { ReadScope } from '../scope/read-scope.ts'
import { type Selection, selectComponents } from '../scope/select-components.ts'
import { inChangeset } from './in-changeset.ts'
import type { RestoreReader } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'

/**
 * The components that a wish is about.
 *
 * @param all every component that there is
 * @param candidates those that are in the environment, or in the file that is gone back to
 * @throws when GitHub cannot be asked
 */
export async function chooseComponents(
  wish: Pick<RestoreWish, 'scope' | 'environment' | 'to'>,
  { all, candidates }: { all: readonly Component[]; candidates: readonly Component[] },
  reader: RestoreReader,
  reading: (components: readonly Component[]) => Promise<ReadScope>,
): Promise<Selection> {
  const { scope, environment } = wish
  switch (scope.kind) {
    case 'components':
      return placed('component', selectComponents(scope.patterns, all, candidates))
    case 'surface': {
      const { config } = await reader.readLedgers([])
      const read = config ? readConfigFile(config.text, config.file) : null
      if (read?.kind === 'problems') return read
      const surfaces: ConfigFile['surfaces'] = read?.config.surfaces ?? []
      const surface = surfaces.find(({ name }) => name === scope.name)
      if (surface) return placed(surface.place, selectComponents(surface.components, all, candidates))
      const names = surfaces.map(({ name }) => name)
      const hint = offer(scope.name, names) || '. The configuration names none: put it under surfaces'
      return problem(`surface: there is no surface ${JSON.stringify(scope.name)}${hint}`)
    }
    case 'changeset': {
      const { places } = await reading(candidates)
      const here = places.filter((place) => place.environment === environment)
      const found = await inChangeset(scope.id, here, wish.to, reader)
      if (found.length > 0) return { kind: 'selected', components: found.map(({ component }) => component) }
      return problem(`changeset: no component in ${environment} is on a release that carries [changeset:${scope.id}]`)
    }
  }
}

const problem = (text: string): Selection => ({ kind: 'problems', problems: [text] })

const placed = (place: string, selection: Selection): Selection =>
  selection.kind === 'selected'
    ? selection
    : { kind: 'problems', problems: selection.problems.map((text) => `${place}: ${text}`) }
