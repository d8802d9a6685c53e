/** Chance of "healthy" before the end of the watch for a rate at or above the threshold all the time. */
export const MISS_RISK = 0.05
/** With the worst burst deleted, the rest must still speak for a rollback this much. */
export const STILL_LEANS = 1.5
/** Evidence at the end that makes a release suspect: it is then not called healthy. */
export const SUSPECT = 2
