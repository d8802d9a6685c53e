/**
 * Broken variants of the product, to see whether they are found out. `blind-force`: tags are moved without comparison.
 * `write-retries`: a write without an answer is sent again.
 */
export type Sabotage = 'blind-force' | 'write-retries'
