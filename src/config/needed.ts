/** A value that the checks have made sure of. */
export const needed = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('A setting without a value passed the checks')
  return value
}
