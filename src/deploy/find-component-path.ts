import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Component } from '../tags/component.ts'
import { releasePaths } from './release-paths.ts'

/** What the runtime that follows edgit's tags looks for, in its order. */
const EXTENSIONS = ['yaml', 'yml', 'md', 'json', 'ts']
const REGISTRY = '.edgit/components.json'
/** Bytes. A registry of ten thousand components is well below that. */
const LARGEST_REGISTRY = 8 * 1024 * 1024

/**
 * Where the component's own files are in the directory of a release: what the configuration says, else edgit's
 * registry, else the first place of the conventions that is there. A file or a directory, relative, with `/` between
 * the parts; empty when there is none. A path that leads out of the release, by links too, is none.
 *
 * @param configured `components.<glob>.path` of the configuration, with `{type}` and `{name}`; it alone counts then
 */
export async function findComponentPath(
  directory: string,
  component: Component,
  configured: string | null,
): Promise<string> {
  if (configured !== null) return inside(directory, fillPath(configured, component))
  const registered = await registeredPath(directory, component)
  if (registered !== '') return registered
  for (const place of conventionsFor(component)) {
    const found = await place(directory)
    if (found !== '') return found
  }
  return ''
}

/** `prompts/{name}.md` → `prompts/extraction.md`. */
const fillPath = (path: string, { type, name }: Component): string =>
  path.replaceAll('{type}', () => type).replaceAll('{name}', () => name)

type Place = (directory: string) => Promise<string>

function conventionsFor({ type, name }: Component): Place[] {
  const [prefixed, bare] = [`components/${type}`, type]
  return [
    ...EXTENSIONS.map(
      (extension): Place =>
        (directory) =>
          inside(directory, `${prefixed}/${name}.${extension}`),
    ),
    ...EXTENSIONS.map(
      (extension): Place =>
        async (directory) => {
          const index = await inside(directory, `${prefixed}/${name}/index.${extension}`)
          return index === '' ? '' : inside(directory, `${prefixed}/${name}`)
        },
    ),
    (directory) => fileNamed(directory, bare, name),
    (directory) => inside(directory, `${bare}/${name}`),
  ]
}

/** The file of that name with any one extension; the known ones first. */
async function fileNamed(directory: string, folder: string, name: string): Promise<string> {
  if ((await inside(directory, folder)) === '') return ''
  const entries = await readdir(join(directory, folder)).catch(whenAbsent([] as string[]))
  const rank = (extension: string): number =>
    (EXTENSIONS.indexOf(extension) + EXTENSIONS.length + 1) % (EXTENSIONS.length + 1)
  const extensions = entries
    .filter((entry) => entry.startsWith(`${name}.`))
    .map((entry) => entry.slice(name.length + 1))
    .filter((extension) => /^\w+$/.test(extension))
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other))
  const [first] = extensions
  return first === undefined ? '' : inside(directory, `${folder}/${name}.${first}`)
}

/**
 * The registry is keyed by the bare name. edgit keeps it out of git unless told otherwise, so it is often absent. Written on
 * Windows, it has `\` between the parts.
 */
async function registeredPath(directory: string, { name }: Component): Promise<string> {
  if ((await inside(directory, REGISTRY)) === '') return ''
  const file = join(directory, REGISTRY)
  if ((await stat(file)).size > LARGEST_REGISTRY) return ''
  const path = pathIn(await readFile(file, 'utf8'), name)
  return path === null ? '' : inside(directory, path.replaceAll('\\', '/'))
}

/** `null` for what is no registry, or does not have the component. */
function pathIn(text: string, name: string): string | null {
  try {
    const { components } = JSON.parse(text) as { components?: Record<string, { path?: unknown }> }
    const path = components && Object.hasOwn(components, name) ? components[name]?.path : undefined
    return typeof path === 'string' ? path : null
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

/** The path in its plain form when it is there and stays in the release; else empty. */
async function inside(directory: string, path: string): Promise<string> {
  const plain = plainPath(path)
  if (plain === '') return ''
  const [root, real] = await Promise.all([
    realpath(directory).catch(whenAbsent('')),
    realpath(join(directory, plain)).catch(whenAbsent('')),
  ])
  return root !== '' && real.startsWith(`${root}${sep}`) ? plain : ''
}

function plainPath(path: string): string {
  try {
    return releasePaths([path])[0] ?? ''
  } catch {
    // It is empty, absolute or leads out: what that would be called does not matter here.
    return ''
  }
}

const whenAbsent =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES'].includes(error.code ?? '')) return instead
    throw error
  }
