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
