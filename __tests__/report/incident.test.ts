import { describe, expect, it } from '@jest/globals'
import { writeNews } from '../../src/report/incident.ts'
import { servedNow } from '../../src/report/served-now.ts'
import { linksIn } from '../acceptance/rendered.ts'
import { rolledBack } from './outcomes.ts'

const HOST = 'https://github.com'
const PLACE = { repositoryUrl: `${HOST}/o/r`, runUrl: `${HOST}/o/r/actions/runs/7/attempts/1`, owner: '@octo/oncall' }
const write = writeNews(PLACE)
const EVIL = '@octocat @org/team fixes #1 GH-2 https://e.example www.e.example <!channel> <img src=x> [x](y) `'

describe('the issue', () => {
  it('says what happened, what is served, and what is left to do', () => {
    const { title, body } = write.issue(rolledBack({ nextSteps: ['git push origin abc'] }))
    expect(title).toBe('prompts/extraction in production: rolled back from v2.0.0 to v1.0.0')
    expect(body).toContain('error rate 21% is above the threshold of 1%')
    expect(body).toContain('@octo/oncall: please have a look.')
    expect(body).toMatch(
      /### What is left to do\n\nv2\.0\.0 is quarantined here[^`]*```bash\ngit push origin abc\n```\n\n```bash\ngit tag/,
    )
    expect(body).toContain(`[run](${PLACE.runUrl})`)
    expect(body).toContain('<details><summary>Timeline</summary>')
    expect(body).toContain('- [ ] The cause is known')
  })

  it('ticks off with its evidence what the run has seen to, and leaves the rest to people', () => {
    const { body } = write.issue(rolledBack())
    const tasks = [...body.matchAll(/^- \[([ x])\] (.*)$/gm)].map(([, mark, text]) => `${mark} ${text}`)
    expect(tasks).toStrictEqual([
      '  It is known whether anything else is affected',
      '  v1.0.0 is what is served',
      '  Somebody has tried it, and it works',
      '  It is still well an hour later',
      '  Everybody who was told of it knows that it is over',
      'x What is wrong is named: <code>above-threshold</code>, 42 of 200 in 2 polls at 09:00:14 UTC',
      'x A release to go back to is known: v1.0.0: v1.0.0 was there before and passed its watch',
      'x Who owns it is told: mentioned above',
      'x What failed is kept to be looked into: v2.0.0 stays tagged, and the run has its watch',
      'x The tag is moved back: at 09:00:14 UTC',
      'x v1.0.0 is deployed again: at 09:00:16 UTC',
      'x The metric has recovered: watched',
      '  The cause is known, and written down here',
      '  The mended content has a version of its own, that was tried, and is deployed',
      '  What would have shown it sooner is decided: a test, a canary, a longer watch',
      '  Those who felt it have been answered, and what was learnt is written down',
    ])
    // At night nobody reads further than the first fold: what a person does stands before it.
    expect(body.indexOf('Somebody has tried it')).toBeLessThan(body.indexOf('Seen to by the run'))
  })

  it.each<[Parameters<typeof rolledBack>[0], string[], string[]]>([
    [
      { decision: 'held', reason: 'move-refused', tag: 'not-moved-back', recovery: null },
      ['The tag is moved back, by the command above', 'The metric has recovered'],
      ['It is decided'],
    ],
    [
      { decision: 'held', reason: 'no-target', tag: 'as-pushed', target: null, recovery: null },
      ['A release to go back to is known', 'It is decided: it stays, or the tag is moved back'],
      ['is what is served', 'has recovered'],
    ],
    [{ decision: 'held', reason: 'drill-failed', tag: 'removed' }, ['The drill was run again'], ['an hour later']],
  ])('asks of %o what is left', (ending, open, absent) => {
    const { body } = write.issue(rolledBack(ending))
    for (const text of open) expect(body).toContain(`- [ ] ${text}`)
    for (const text of absent) expect(body).not.toContain(text)
  })

  it('mentions nobody without an owner', () => {
    expect(writeNews({ ...PLACE, owner: null }).issue(rolledBack()).body).not.toMatch(/@\w/)
  })

  it.each(['issue', 'incident', 'repaired', 'unproven'] as const)(
    'lets nothing from outside do anything: %s',
    (what) => {
      const move = rolledBack().move
      if (!move) throw new Error('no move')
      const evil = rolledBack({
        sentence: `${EVIL}\n${EVIL}\n\`\`\`\n${EVIL}`,
        move: { ...move, actor: EVIL },
        change: { path: EVIL, lines: ['```', EVIL], left: 3 },
      })
      const text = what === 'issue' ? write.issue(evil).body : write.comment(evil, what)
      expect(linksIn(text.replaceAll('@octo/oncall', ''), HOST)).toStrictEqual([])
    },
  )

  it('has room at GitHub whatever it is made of', () => {
    const long = 'x🙂'.repeat(100_000)
    const { title, body } = write.issue(rolledBack({ sentence: `${long}\n${long}`, nextSteps: [long] }))
    expect(Buffer.byteLength(body)).toBeLessThan(65_536)
    expect(title.length).toBeLessThan(256)
    expect(body).toContain('Too long to be shown here')
  })
})

describe('the message for a chat', () => {
  it('is short, and can neither ping nor link', () => {
    const text = write.message(rolledBack({ sentence: `${EVIL}${'y'.repeat(9_000)}` }), 'incident', {
      number: 3,
      url: `${HOST}/o/r/issues/3`,
    })
    const [headline, sentence = '', served, links] = text.split('\n')
    expect(headline).toBe('prompts/extraction in production: rolled back from v2.0.0 to v1.0.0')
    expect(sentence.length).toBeLessThan(500)
    expect(sentence).not.toMatch(/[<>]|@\w|:\/\/|www\./)
    expect(served).toBe('Served now: v1.0.0 (deployed; nothing was asked)')
    expect(links).toBe(`${HOST}/o/r/issues/3 ${PLACE.runUrl}`)
  })
})

describe('what is served now', () => {
  it.each([
    [{ decision: 'rolled-back', reason: 'above-threshold' }, 'v1.0.0 (deployed; nothing was asked)'],
    [{ decision: 'rolled-back', reason: 'stale-clone' }, 'what was served before: nothing was deployed'],
    [{ decision: 'held', reason: 'move-refused' }, 'v1.0.0 (deployed; nothing was asked)'],
    [{ decision: 'held', reason: 'redeploy-failed' }, 'not certain: see for yourself'],
    [{ decision: 'held', reason: 'internal-error' }, 'not certain: see for yourself'],
    [{ decision: 'held', reason: 'unavailable' }, 'v2.0.0 (deployed; nothing was asked)'],
    [{ decision: 'reported', reason: 'outage' }, 'v2.0.0 (deployed; nothing was asked)'],
  ] as const)('%o: %s', (ending, served) => {
    expect(servedNow(rolledBack(ending))).toBe(served)
  })
})
