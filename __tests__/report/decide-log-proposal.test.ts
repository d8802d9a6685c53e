import { describe, expect, it } from '@jest/globals'
import type { LogPlaces, LogPullRequest } from '../../src/flows/history/log-branch-ports.ts'
import { rollbackStory } from '../../src/ledger/rollback-story.ts'
import { decideLogProposal } from '../../src/report/decide-log-proposal.ts'
import { updateRollbackLog } from '../../src/report/rollback-log.ts'
import { record, release } from '../ledger/records.ts'

const guard = record(release('v2'), ['rolled-back', 'outage'], { from: release('v1'), target: release('v1') })
const back = record(release('v1'), ['kept', 'healthy'], { kind: 'rollback', from: release('v2'), run: guard.run })
const story = (at: string) => ({
  ...rollbackStory({ ...back, node: `DE_${at.slice(8, 10)}`, sentence: '' }, { ...guard, sentence: '' }),
  at,
})
const FIRST = story('2026-11-20T09:05:00Z')
const SECOND = story('2026-11-21T09:05:00Z')
const ONE = updateRollbackLog('', [FIRST]).text
const BOTH = updateRollbackLog(ONE, [SECOND]).text

const main = (log: string | null) => ({ commit: 'main', tree: 'main-tree', log })
const branch = (log: string | null) => ({ commit: 'branch', tree: 'branch-tree', log })
const pull = (state: LogPullRequest['state'], head = 'branch'): LogPullRequest => ({ url: 'url', state, head })
const places = (
  defaultLog: string | null,
  branchLog?: string | null,
  pullRequest: LogPullRequest | null = null,
): LogPlaces => ({
  ...{ defaultBranch: 'main', defaultTip: main(defaultLog), pullRequest },
  branchTip: branchLog === undefined ? null : branch(branchLog),
})
const decide = (where: LogPlaces, stories = [FIRST, SECOND]) => decideLogProposal(where, stories)
const onMain = { parents: ['main'], tree: 'main-tree', create: true }
const onBranch = { parents: ['branch'], tree: 'branch-tree', create: false }
const onBoth = { parents: ['branch', 'main'], tree: 'main-tree', create: false }

describe('proposing the rollback log', () => {
  it.each<[string, LogPlaces, object | null, string]>([
    ['nothing is there yet', places(null), { ...onMain, text: BOTH, added: 2, finished: 0 }, 'open'],
    ['the default branch has some', places(ONE), { ...onMain, text: BOTH, added: 1, finished: 0 }, 'open'],
    ['the default branch has all', places(BOTH), null, 'none'],
    ['the default branch has all, and a branch less', places(BOTH, ONE), null, 'none'],
    ['one is proposed', places(null, ONE, pull('open')), { ...onBranch, text: BOTH, added: 1, finished: 0 }, 'leave'],
    ['all are proposed', places(null, BOTH, pull('open')), null, 'leave'],
    ['all are on the branch, and no pull request', places(null, BOTH), null, 'open'],
    ['all were declined', places(null, BOTH, pull('closed')), null, 'declined'],
    ['one was declined', places(null, ONE, pull('closed')), { ...onBranch, text: BOTH, added: 1, finished: 0 }, 'open'],
    ['one was declined before others came', places(null, BOTH, pull('closed', 'older')), null, 'open'],
    ['one was merged', places(ONE, ONE, pull('merged')), { ...onBoth, text: BOTH, added: 1, finished: 0 }, 'open'],
    ['one was merged before another came', places(ONE, BOTH, pull('merged', 'older')), null, 'open'],
    ['the branch has no log', places(null, null), { ...onBranch, text: BOTH, added: 2, finished: 0 }, 'open'],
  ])('%s', (_what, where, commit, pullRequest) => expect(decide(where)).toStrictEqual({ commit, pullRequest }))

  it('commits nothing, not even a heading, when nothing was rolled back', () =>
    expect(decide(places(null), [])).toStrictEqual({ commit: null, pullRequest: 'none' }))

  it('does not add to the branch what the default branch has', () =>
    expect(decide(places(ONE, '# Ours\n', pull('open')))).toMatchObject({
      commit: { added: 1, text: updateRollbackLog('# Ours\n', [SECOND]).text },
    }))

  describe('where an entry was written before the rollback had ended', () => {
    const OPEN = updateRollbackLog('', [{ ...FIRST, rollbackSeconds: null, downtimeSeconds: null }]).text
    it.each<[string, LogPlaces, object | null, string]>([
      ['on the default branch', places(OPEN), { ...onMain, text: ONE, added: 0, finished: 1 }, 'open'],
      ['on the branch', places(null, OPEN, pull('open')), { ...onBranch, text: ONE, added: 0, finished: 1 }, 'leave'],
      ['on both', places(OPEN, OPEN, pull('merged')), { ...onBoth, text: ONE, added: 0, finished: 1 }, 'open'],
      ['on the default branch, and its end is proposed', places(OPEN, ONE, pull('open')), null, 'leave'],
      ['on the default branch, and its end is on the branch', places(OPEN, ONE), null, 'open'],
      ['on the default branch, and the branch is from before', places(OPEN, null, pull('open')), null, 'leave'],
      [
        'on the default branch, and the branch, which nobody proposed, is from before',
        places(OPEN, null),
        null,
        'none',
      ],
      ['and was declined', places(null, OPEN, pull('closed')), null, 'declined'],
    ])('%s', (_what, where, commit, pullRequest) =>
      expect(decide(where, [FIRST])).toStrictEqual({ commit, pullRequest }),
    )
  })

  it('keeps what people wrote', () => {
    const edited = ONE.replace('**Prevention**: to be written', '**Prevention**: a test')
    const { commit } = decide(places(null, edited, pull('open')))
    expect(commit?.text.startsWith(edited)).toBe(true)
  })

  it('is done when it is done', () => {
    const { commit } = decide(places(null))
    expect(decide(places(null, commit?.text, pull('open')))).toStrictEqual({ commit: null, pullRequest: 'leave' })
  })
})
