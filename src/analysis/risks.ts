/** Chance of "healthy" before the end of the watch for a rate at or above the threshold all the time. */
export const MISS_RISK = 0.05
/** With the worst burst deleted, the rest must still speak for a rollback this much. */
export const STILL_LEANS = 1.2
/** Without a burst at the start this much, for most of the stakes are on the start, and start-ups are rough. */
export const LEANS_AFTER_START = 2
/** Without the worst outage this much. */
export const OUTAGE_LEANS = 1.5
/** Evidence at the end that makes a release suspect: it is then not called healthy. */
export const SUSPECT = 2
