const FAILED = {
  'deploy-failed': 'The deploy command ended with an error, twice.',
  'deploy-timed-out': 'The deploy command was not finished after `deploy-timeout`, and was killed.',
  'not-served': 'The deploy command succeeded, but the release was not served within `deploy-timeout`.',
  overtaken: 'Somebody else moved a tag meanwhile. Theirs counts.',
  cancelled: 'The run was cancelled after the tags were moved. The same again finishes it.',
} as const

/** Every way in which the action `rollback` ends, with its meaning: decision → reason code → one sentence. */
export const RESTORE_REASONS = {
  restored: {
    healthy: 'Every component was deployed, is served, and was healthy for `verify-duration`.',
    unproven: 'Every component was deployed and is served where that can be asked, but not all were proven healthy.',
  },
  'no-op': {
    'same-release': 'Every component is in the wished state already, and its records say that it was deployed.',
  },
  planned: {
    'dry-run': 'The plan is valid. Nothing was written.',
    paused: 'Tagback is paused: the plan is valid, and nothing was written.',
  },
  refused: {
    'bad-input': 'An input, the configuration or a file is wrong. Every problem that was found is named.',
    'github-not-read': 'GitHub could not be asked, or refused the token.',
    'not-possible': 'The plan has problems, and all of them are named. Nothing was written.',
    'token-rights': 'The token may not push, so no tag could be moved.',
    'release-unreadable': 'The files of a release cannot be put on disk.',
    'content-missing': 'The files of a component are not in the release that it would be put back to.',
    'before-failed': 'The command before it (`before-command`) ended with an error. No tag was moved.',
    cancelled: 'The run was cancelled before any tag was moved.',
    'backup-failed': 'The backup tag could not be made. No tag was moved.',
    'move-refused': 'GitHub refused to move the tags, or did not answer. None was moved, nothing was deployed.',
  },
  found: {
    'first-bad': 'The first version on which the test fails is named. It passes on the one before it.',
    'one-of': 'As with `first-bad`, but versions in between could not be tested: it may be one of those.',
  },
  'not-found': {
    'wrong-end': 'The test fails on `good`, or passes on `bad`, or cannot be run there: nothing can be concluded.',
    'too-many': 'Most of the versions cannot be tested. It was given up after forty trials.',
    stopped: 'A version could not be put into the environment, or the test not be run. The sentence says why.',
  },
  'stood-down': {
    'tag-moved': 'Somebody else moved a tag before this run could. No tag was moved, nothing was deployed.',
  },
  'partly-restored': FAILED,
  'put-back': FAILED,
  held: {
    ...FAILED,
    'not-the-deploy':
      'Everything is in the wished state and served, and the error rate is still above the threshold: the cause is elsewhere.',
    'put-back-failed': 'A component failed, and not everything could be put back as it was.',
    'after-failed': 'Everything was put back, but `after-command` ended with an error.',
    'internal-error': 'Tagback itself failed after the tags were moved. Look at what is served and where the tags are.',
  },
} as const

type RestoreDecision = keyof typeof RESTORE_REASONS

/** A decision with one of its own reasons. */
export type RestoreEnding = {
  [D in RestoreDecision]: { decision: D; reason: keyof (typeof RESTORE_REASONS)[D] }
}[RestoreDecision]

export type HuntReason = keyof (typeof RESTORE_REASONS)['not-found']

export type RestoreFailure = keyof typeof FAILED

/** Exit code of the step: 1 nothing was changed, 2 partly done, 3 undone, 4 done or not, a person has to look. */
export const RESTORE_EXIT_CODES: Readonly<Record<RestoreDecision, number>> = {
  ...{ restored: 0, 'no-op': 0, planned: 0, found: 0 },
  ...{ refused: 1, 'stood-down': 1, 'partly-restored': 2, 'put-back': 3, held: 4, 'not-found': 4 },
}
