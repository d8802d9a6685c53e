import { expect, it } from '@jest/globals'
import { endedSentence } from '../../src/report/ended-sentence.ts'

it.each([
  ['the plan is valid', 'the plan is valid.'],
  ['did you mean v1.0.0?', 'did you mean v1.0.0?'],
  ['2 problems:', '2 problems:'],
  ['2 problems:\n- one\n- two', '2 problems:\n- one\n- two'],
])('%j', (sentence, said) => expect(endedSentence(sentence)).toBe(said))
