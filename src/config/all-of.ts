import { messageOf } from '../message-of.ts'

/** Several things that are wrong, to be mended in one go; `message` says all of them. */
export const problemsError = (problems: readonly string[], message = problems.join('\n')): Error =>
  problems.length === 1
    ? new Error(problems[0])
    : new AggregateError(
        problems.map((problem) => new Error(problem)),
        message,
      )

/** What is wrong, one by one. */
export const problemsIn = (error: unknown): string[] =>
  error instanceof AggregateError ? error.errors.map(messageOf) : [messageOf(error)]

/**
 * Builds all of them, and not only up to the first that throws.
 *
 * @throws with what each threw; `problemsIn` takes it apart
 */
export function allOf<const Builds extends readonly (() => unknown)[]>(
  ...builds: Builds
): { [Index in keyof Builds]: ReturnType<Builds[Index]> } {
  const problems: string[] = []
  const built = builds.map((build) => {
    try {
      return build()
    } catch (error) {
      problems.push(...problemsIn(error))
      return undefined
    }
  })
  if (problems.length > 0) throw problemsError(problems)
  return built as { [Index in keyof Builds]: ReturnType<Builds[Index]> }
}
