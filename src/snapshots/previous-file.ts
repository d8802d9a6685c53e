/**
 * Where a file goes when another one takes its place: `locks/production.yaml` → `locks/production.previous.yaml`, as the
 * meta-repo's documentation calls it.
 */
export const previousFile = (file: string): string => {
  const slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))
  const dot = file.lastIndexOf('.')
  return dot > slash + 1 ? `${file.slice(0, dot)}.previous${file.slice(dot)}` : `${file}.previous`
}
