import { parse } from 'yaml'
import type { PermissionName, Permissions } from '../../testing/github/tokens.ts'
import { snippetsOf } from './snippets.ts'

/** The permissions that the first workflow of a page gives its jobs. @throws when it has none */
export function permissionsOf(page: string): Permissions {
  const workflow = snippetsOf(page)
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => parse(text))
    .find((document) => document.permissions !== undefined)
  if (!workflow) throw new Error(`${page} has no workflow with permissions`)
  return workflow.permissions
}

type Less = { what: string; needed: string; permissions: Permissions }

/** Each permission taken away, and `contents` for writing made one for reading. */
export const levelsBelow = (permissions: Permissions): Less[] =>
  Object.entries(permissions).flatMap(([key, level]) => {
    const name = key as PermissionName
    const { [name]: _taken, ...others } = permissions
    const without: Less = { what: `no ${name}`, needed: `${name}: `, permissions: others }
    const lower: Less = {
      ...{ what: `${name}: read alone`, needed: `${name}: write` },
      permissions: { ...permissions, [name]: 'read' },
    }
    return name === 'contents' && level === 'write' ? [without, lower] : [without]
  })
