/** Pairs of paths, in git's order, that differ in nothing but the case of their letters. */
export function collidingNames(paths: readonly string[]): [string, string][] {
  const seen = new Map<string, string>()
  return paths.flatMap((path): [string, string][] => {
    const folded = path.toLowerCase()
    const first = seen.get(folded)
    if (first === undefined) seen.set(folded, path)
    return first === undefined ? [] : [[first, path]]
  })
}
