import type { Later } from '../../ledger/unrecorded-move.ts'

/** Where a reading of the history stopped, and what the tags were on right after that. */
export type HistoryCursor = { page: string; later: ReadonlyMap<string, Later> }

/** Of the places that are taken along; the input of a dispatched workflow has room for 65,535 characters. */
const MOST_PLACES = 150

/** `null` for `later` when there were too many places to take along: moves without a record at the seam are not seen then. */
export const encodeCursor = ({ page, later }: HistoryCursor): string =>
  Buffer.from(JSON.stringify({ page, later: later.size > MOST_PLACES ? [] : [...later] })).toString('base64url')

/** @throws for what `encodeCursor` did not write */
export function decodeCursor(text: string): HistoryCursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const { page, later } = value as { page: unknown; later: [string, Later][] }
    if (typeof page === 'string' && Array.isArray(later)) return { page, later: new Map(later) }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw new Error(`expected the output after of an earlier run, got ${JSON.stringify(text.slice(0, 40))}`)
}
