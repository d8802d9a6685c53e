/** A job has 1 MB for all its outputs; whoever has mended so many sees the others in the next run. */
const MOST = 50
const LONGEST = 500

/** One problem as it is; several as a list, one a line. */
export function listProblems(problems: readonly string[]): string {
  if (problems.length === 1) return cut(problems[0] as string)
  const more = problems.length - MOST
  const items = [...problems.slice(0, MOST).map(cut), ...(more > 0 ? [`and ${more} more`] : [])]
  return [`${problems.length} problems:`, ...items.map((item) => `- ${item}`)].join('\n')
}

const cut = (problem: string): string => (problem.length > LONGEST ? `${problem.slice(0, LONGEST)}…` : problem)
