import { describe, expect, it } from '@jest/globals'
import { effectiveSettings } from '../../src/config/effective-settings.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }

function settings(text: string, environment: string, practised?: string) {
  const read = readConfigFile(text)
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'))
  return effectiveSettings(read.config, component, environment, { threshold: '5%' }, practised)
}

const FILE = `
environments:
  "production*": { duration: 7m }
  production: { threshold: 1%, settle: 20s, duration: 8m }
  staging: { threshold: 2% }
  production-drill: { drill: true, settle: 5s }
  rehearsal: { drill: true }
`

describe('an environment for drills', () => {
  it('takes over what is said of the one that it practises, and its own sections win', () => {
    const { written, drill } = settings(FILE, 'production-drill')
    expect(drill).toBe(true)
    // What a glob says of both does not take back what is said of the one that is practised.
    expect(written).toMatchObject({ threshold: '1%', settle: '5s', duration: '8m' })
  })

  it('practises what it is told to', () => {
    expect(settings(FILE, 'rehearsal').written.threshold).toBe('5%')
    expect(settings(FILE, 'rehearsal', 'staging').written.threshold).toBe('2%')
    expect(settings(FILE, 'production-drill', 'staging').written.threshold).toBe('2%')
  })

  it('is none without the mark: nothing is taken over', () => {
    const unmarked = FILE.replaceAll('drill: true', 'drill: false')
    expect(settings(unmarked, 'production-drill', 'production')).toMatchObject({
      drill: false,
      written: { threshold: '5%' },
    })
    expect(settings(FILE, 'production')).toMatchObject({ drill: false })
  })

  it('is marked under environments only, by true or false', () => {
    const problems = (text: string) => readConfigFile(text)
    expect(problems('defaults: { drill: true }')).toMatchObject({ kind: 'problems' })
    expect(problems('components: { "prompts/*": { drill: true } }')).toMatchObject({ kind: 'problems' })
    expect(problems('environments: { x-drill: { drill: "yes" } }')).toMatchObject({ kind: 'problems' })
  })
})
