import type { Component } from '../tags/component.ts'
import type { ConfigFile } from './config-file.ts'
import { matchesComponent } from './matches-component.ts'

/**
 * Whether the configuration says that one component is deployed after another (`components.<glob>.after`). Of several
 * sections the last one that says something counts, as with settings.
 */
export const waitsFor =
  (config: ConfigFile | null) =>
  (one: Component, other: Component): boolean => {
    const after = config?.components.findLast(
      (section) => section.after !== null && matchesComponent(section.glob, one),
    )
    return after?.after?.some((glob) => matchesComponent(glob, other)) ?? false
  }
