/** Whether a branch or tag fits a filter of a workflow: `*` is anything but a slash, `**` anything. */
export const fitsFilter = (pattern: string, name: string): boolean => {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${source.join('')}$`).test(name)
}
