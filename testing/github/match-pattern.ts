/** Patterns of rulesets and of `on.push.tags`: `*` and `?` stop at `/`, `**` does not. */
export const matchesPattern = (pattern: string, text: string): boolean => {
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (found) => {
    if (found === '**/') return '(?:.*/)?'
    if (found === '**') return '.*'
    if (found === '*') return '[^/]*'
    if (found === '?') return '[^/]'
    return `\\${found}`
  })
  return new RegExp(`^${source}$`, 's').test(text)
}
