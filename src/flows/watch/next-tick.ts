/**
 * Number of the next turn of something that is done every `interval`, and took from `began` until `ended` this time. Turns
 * are at least half an interval apart: those that were overrun are left out. All in milliseconds since the first.
 */
export const nextTick = (interval: number, began: number, ended: number): number =>
  Math.ceil(Math.max(began / interval + 0.5, ended / interval))
