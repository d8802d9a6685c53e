/**
 * GitHub answers from replicas that can lag behind a write of a moment ago. Whatever an answer does not show yet is read so
 * often, this many milliseconds apart, before it is taken for missing.
 */
export const READS = 3
export const LAG = 2_000
