import type { Decision } from './decision.ts'

/** Every way in which a run or a record ends, with its meaning: decision → reason code → one sentence. */
export const REASONS = {
  kept: {
    healthy: 'The release passed its watch. It is known good from now on.',
    inconclusive: 'There was too little to judge, and `on-inconclusive` is `keep`. The release is not known good.',
    unavailable: 'The metric source did not answer, and `on-unavailable` is `keep`. The release is not known good.',
    unwatched: 'The environment has no metric: deployed and recorded, but not judged.',
    adopted: 'Only in the record of a reconcile: the release was found there, and was neither deployed nor judged.',
    cancelled:
      'The run was cancelled or lost before the watch had passed, and `on-cancel` is `keep`. The release is not known good.',
    'drill-passed': 'Of a drill: all of the rollback worked, within the budget, and nothing is left of it.',
    unproven: 'Only in the record of a rollback: the release is served again, but not proven to be healthy.',
  },
  promoted: {
    healthy:
      'The release passed in the environment before, or as a canary, went on to this one, and passed here as well.',
    inconclusive:
      'It passed in the environment before and went on. Here there was too little to judge, and it is kept.',
    unavailable:
      'It passed in the environment before and went on. Here the metric source did not answer, and it is kept.',
    unwatched: 'It passed in the environment before and went on. This one has no metric: deployed, but not judged.',
  },
  'rolled-back': {
    'above-threshold': 'The error rate is above the threshold, with the certainty that `false-rollback-risk` asks for.',
    outage: 'Nearly all requests fail, for longer than half of `ignore-blips`.',
    inconclusive: 'There was too little to judge, and `on-inconclusive` is `roll-back`.',
    unavailable: 'The metric source did not answer, and `on-unavailable` is `roll-back`.',
    'deploy-failed': 'The deploy command ended with an error.',
    'deploy-timed-out': 'The deploy command was not finished after `deploy-timeout`, and was killed.',
    'not-served': 'The deploy command succeeded, but the release was not served within `deploy-timeout`.',
    cancelled:
      'The run was cancelled or lost before the watch had passed, and `on-cancel` is `roll-back`. The release is not quarantined.',
    'not-the-deploy':
      'The rollback did not help: the error rate is above the threshold on the release before, too. The release that was left is not quarantined.',
    'put-back': 'Only in the record of a restore: another component failed, and all were put back as they were.',
    'ring-failed':
      'The release had passed here and was judged bad in an environment behind, and `on-ring-failure` is `roll-back-all` there.',
    'stale-clone':
      'The very tag object that was rolled back was pushed again. The tag was moved back, nothing deployed.',
    'unfinished-move':
      'A release that had been left, but whose tag GitHub refused to move. The tag was moved now, nothing deployed.',
  },
  held: {
    inconclusive: 'There was too little to judge, and `on-inconclusive` is `hold`, or one more watch did not help.',
    unavailable: 'The metric source did not answer, and `on-unavailable` is `hold`, or one more watch did not help.',
    'less-traffic':
      'The release is bad with all of its traffic, and was well again with less (`rollback-steps`). It keeps that share, and is quarantined.',
    'traffic-not-set':
      'A step of the traffic could not be set, so that the release was not seen with all of it. It keeps the share that it has.',
    'no-target': 'The release is bad, and there is nothing to go back to. The tag stays.',
    'move-refused': 'GitHub refused to move the tag back. The release before is served; the log has the command.',
    'redeploy-failed':
      'The deploy command failed twice with the release to go back to. See `tag` for where the tag is.',
    'rollback-not-served': 'The release to go back to was deployed, but is not served. See `tag` for where the tag is.',
    'deploy-failed': 'The deploy command ended with an error, and in observe mode nothing is moved.',
    'deploy-timed-out': 'The deploy command was killed after `deploy-timeout`, and in observe mode nothing is moved.',
    'not-served': 'The release is not served, and in observe mode nothing is moved.',
    'stale-clone':
      'As with `rolled-back`, but there was nothing to move the tag to, or nothing is moved in observe mode.',
    'unfinished-move': 'As with `rolled-back`, but nothing is known to move the tag to, or in observe mode.',
    cancelled:
      'The run was cancelled or lost before the watch had passed, and `on-cancel` is `leave`, or nothing is moved in observe mode, or there is nothing to go back to.',
    unfinished:
      'The run was cancelled or ran out of time in the middle of a rollback. Its post step, a re-run or the next reconcile finishes it.',
    'drill-failed': 'Of a drill: something that a rollback needs did not work. The sentence says what.',
    'over-budget': 'Of a drill: the rollback worked, but took longer than `budget`.',
    'drill-unclean': 'Of a drill: the rollback worked, but something of the drill could not be removed.',
    overtaken: 'Somebody moved the tag while this run deployed, and what the tag says now is not known to be served.',
    'missed-move':
      'Only in an incident: the tag was moved without a run, and what is served could not be asked, so that nothing was deployed.',
    'not-restored':
      'Only in an incident: what was put back by hand is not deployed, or not served. The same rollback again finishes it.',
    'not-the-deploy':
      'What was put back, by hand or by a rollback, is served, and the error rate is above the threshold: the cause is elsewhere. Only in an incident, or in the record of a reconcile.',
    'after-failed': 'Only in an incident: everything was put back by hand, but `after-command` ended with an error.',
    'internal-error': 'Tagback itself failed after the deploy had begun. Look at what is served and where the tag is.',
  },
  'stood-down': {
    'tag-moved': 'Somebody moved or deleted the tag during the run. Theirs counts.',
    superseded: 'The tag had been moved on before this run began. The later move has a run of its own.',
    'taken-up': 'Only in the record of an earlier attempt, or of a lost run: somebody else has taken it up.',
    'guarded-elsewhere': 'Another run has this very move in hand, or is at work where the release would go on to.',
  },
  reported: {
    'above-threshold': 'Observe mode: it would have been rolled back, for an error rate above the threshold.',
    outage: 'Observe mode: it would have been rolled back, because nearly all requests fail.',
    paused: 'Tagback is paused. Nothing was deployed.',
  },
  refused: {
    'bad-input': 'An input, the configuration or the event is wrong. Every problem that was found is named.',
    'github-not-read': 'GitHub could not be asked what moved, or refused the token.',
    'not-a-tag': 'The event is the push of a branch.',
    'malformed-tag': 'The tag is under a prefix of ours, but cannot be followed safely.',
    'version-tag-moved': 'A version tag was moved. Version tags never move.',
    'version-tag-deleted': 'A version tag was deleted. Version tags never go.',
    'tag-gone': 'The tag had been deleted before this run began.',
    'not-a-commit': 'The tag does not lead to a commit.',
    'out-of-order':
      'The release is not known good in the environment that this one comes after, and `out-of-order` is `refuse`.',
    quarantined: 'The release was judged bad here before, and `quarantine` is `refuse`.',
    'token-rights': 'The token may not push, so it could not move the tag back.',
    'token-expires': 'The token expires before the watch can end.',
    'metric-unavailable': 'The metric source does not answer properly, before anything was deployed.',
    'release-unreadable': 'The files of the release cannot be put on disk.',
    'deploy-workflow':
      'The workflow of `deploy-workflow` is not there, does not take what it has to be told, or cannot be started.',
    unarmed: 'Something that a rollback needs is missing, and `require-armed` is `refuse`.',
    unready: 'Something that `require` asks for does not hold, and `on-unready` is `refuse`. Nothing was deployed.',
    cancelled: 'The run was cancelled before anything was deployed. The tag stays.',
    'tag-not-moved':
      'The release passed in the environment before, but GitHub did not move the tag of this one. Nothing was deployed here.',
    'not-a-drill-environment':
      'Of a drill: the environment is not marked `drill: true` in the configuration file, or is the one to be practised.',
    'nothing-to-drill':
      'Of a drill: there is no release in the environment to be practised, or no second one to leave.',
    'traffic-not-set': 'The traffic could not be taken away before the deploy, so nothing was deployed. The tag stays.',
    'record-not-written': 'GitHub did not take the record of the deploy, so nothing was deployed.',
  },
  'no-op': {
    'foreign-tag': 'The tag is not under one of `tag-prefixes`, or has another form.',
    'version-created': 'A new version. It is deployed when an environment tag names it.',
    'environment-deleted': 'An environment tag was deleted. What runs keeps running.',
    'own-move': 'Tagback moved the tag itself.',
    'already-deployed': 'This very tag object was deployed before, and kept.',
    'drill-environment': 'The environment is there for drills: only the action `drill` deploys to it.',
    'same-release': 'The tag was made anew, and names the release that is there already.',
  },
} as const satisfies Record<Decision, Readonly<Record<string, string>>>

export type Reasons = { readonly [D in Decision]: keyof (typeof REASONS)[D] }

/** A decision with one of its own reasons. */
export type Ending = { [D in Decision]: { decision: D; reason: Reasons[D] } }[Decision]
