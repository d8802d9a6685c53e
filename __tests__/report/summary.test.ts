import { describe, expect, it } from '@jest/globals'
import { marked } from 'marked'
import { DECISIONS } from '../../src/ledger/decision.ts'
import { summaryOf } from '../../src/report/summary.ts'
import { linksIn } from '../acceptance/rendered.ts'
import { poll, rolledBack } from './outcomes.ts'

const URL = 'https://github.com/o/r'

describe('summaryOf', () => {
  it('tells a rollback from its head to the decision code', () => {
    const { move, target } = rolledBack()
    const summary = summaryOf(rolledBack(), URL)
    expect(summary).toMatch(
      /^## prompts\/extraction in production: rolled back from v2\.0\.0 to v1\.0\.0\n\n> \[!CAUTION\]\n> v2\.0\.0/,
    )
    expect(summary).toContain(`[${move?.to.commit.slice(0, 7)}](${URL}/commit/${move?.to.commit})`)
    expect(summary).toContain(`${URL}/compare/${move?.from?.commit}..${move?.to.commit}`)
    expect(summary).toContain(target?.sentence)
    expect(summary).toContain('42 of 200 failed (21%)')
    expect(summary).toContain('### After the rollback')
    expect(summary).toContain('<code>rolled-back</code>, reason <code>above-threshold</code>')
    expect(linksIn(summary, URL)).toStrictEqual([])
  })

  it('shows how long each phase took: from the decision to the moved tag, to the redeploy, to the end', () => {
    const summary = summaryOf(rolledBack(), URL)
    expect(summary).toContain('| 09:00:14.120 | tag moved back | 120 ms |')
    expect(summary).toContain('| deployed again | 2.0 s |')
    expect(summary).toContain('| reported | 2 min 14 s |')
  })

  it.each(DECISIONS)('has a headline, an alert and no empty section when the decision is %s', (decision) => {
    const bare = rolledBack({
      decision,
      move: null,
      target: null,
      polls: [],
      recovery: null,
      assessment: null,
      timeline: [],
      change: null,
    })
    const summary = summaryOf(bare, URL)
    expect(summary).toMatch(/^## Tag push: .+\n\n> \[!(CAUTION|WARNING|NOTE|TIP)\]\n/)
    expect(summary).not.toContain('undefined')
    expect(summary).not.toMatch(/###[^\n]*\n\n(###|<sub>)/)
  })

  it('says of a refusal what to do before it says how to take the move back', () => {
    const outcome = rolledBack({
      decision: 'refused',
      reason: 'out-of-order',
      nextSteps: ['git push x'],
      recovery: null,
    })
    const titles = [...summaryOf(outcome, URL).matchAll(/^### (.*)$/gm)].map(([, title]) => title)
    expect(titles.slice(0, 2)).toStrictEqual(['What to do now', 'To take the move back instead'])
  })

  it('says what is not ready once, in the checklist, before what to do', () => {
    const summary = summaryOf(
      rolledBack({
        ...{ decision: 'refused', reason: 'unready', sentence: 'not ready\n- owner: nobody is named' },
        readiness: [{ item: 'owner', state: 'missing', detail: 'nobody is named', mend: 'set owner', url: null }],
      }),
      URL,
    )
    expect(summary.match(/nobody is named/g)).toHaveLength(1)
    expect(summary.indexOf('### Readiness')).toBeLessThan(summary.indexOf('### What to do now'))
  })

  it('has what is left to do as a command to copy, and what else moved', () => {
    const summary = summaryOf(
      rolledBack({
        nextSteps: ["git push --force-with-lease='refs/tags/x:1' origin '2:refs/tags/x'"],
        recentMoves: [
          {
            component: 'components/a/b',
            environment: 'production',
            from: null,
            to: 'v3.0.0',
            actor: 'eve',
            at: '2026-11-20T08:00:00Z',
          },
        ],
      }),
      URL,
    )
    expect(summary).toContain("```bash\ngit push --force-with-lease='refs/tags/x:1' origin '2:refs/tags/x'\n```")
    expect(summary).toContain('| components/a/b | production | nothing to v3.0.0 | eve |')
  })

  it('stays under the 1 MiB of a summary, however long the watch and what was said', () => {
    const output = '&'.repeat(10_000)
    const polls = Array.from({ length: 86_400 }, (_, index) => poll(index + 1, 1, 100))
    const silent = Array.from({ length: 600 }, (_, index) => ({
      ...poll(index + 1, 0, 0),
      measurement: { kind: 'unavailable' as const, at: index + 1, what: 'timeout' as const, detail: output },
    }))
    for (const long of [
      { polls, sentence: output, warnings: [output, output] },
      { polls: silent, sentence: output, warnings: Array.from({ length: 100 }, () => output) },
    ]) {
      const summary = summaryOf(rolledBack(long), URL)
      expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
      expect(summary).toContain('<details><summary>')
    }
  })

  it('shows the output of a deploy below the sentence that it follows', () => {
    const sentence = 'production is back on v1. deploying v2 failed: exit code 7; its last output:\n  one\n  ```two'
    expect(summaryOf(rolledBack({ sentence }), URL)).toContain('its last output:\n\n````text\n  one\n  ```two\n````')
  })

  it('shows a diff as text that nothing in it can end', () => {
    const lines = [
      '+```',
      '+</details><img src=x onerror=y>',
      '-@octocat #12 https://e.example',
      '+````',
      `+${'x'.repeat(5_000)}`,
    ]
    const summary = summaryOf(rolledBack({ change: { path: 'a|b`c.md', lines, left: 3 } }), URL)
    expect(linksIn(summary, URL)).toStrictEqual([])
    const code = marked.lexer(summary).find((token) => token.type === 'code' && token.lang === 'diff')
    expect(code).toMatchObject({ text: expect.stringMatching(/^\+```\n.*\n\+x{199}…\n… 3 more lines$/s) })
  })

  it('says when nothing changed, and shows no diff that could not be made', () => {
    const unchanged = summaryOf(rolledBack({ change: { path: 'a.md', lines: [], left: 0 } }), URL)
    expect(unchanged).toContain('### What changed\n\nNothing changed in <code>a.md</code>.')
    expect(summaryOf(rolledBack({ change: null }), URL)).not.toContain('What changed')
  })

  it('has a chart, the same in characters, and the polls', () => {
    expect(summaryOf(rolledBack(), URL)).toMatch(/### Watch\n\n```mermaid\n.*```text\nerror rate .*\| After \| Found/s)
  })

  it('names the other metrics of a watch, and those that do not decide', () => {
    const { assessment } = poll(10, 0, 1)
    const other = {
      name: 'latency|x',
      dryRun: true,
      measurement: poll(10, 0, 1).measurement,
      assessment,
      outlook: null,
    }
    const polls = [{ ...poll(10, 42, 200, 'regressed'), name: 'errors', others: [other] }]
    expect(summaryOf(rolledBack({ polls }), URL)).toContain('| latency&#124;x | no, dry-run | so far |')
  })
})
