import type { Judge } from './judge.ts'
import { ignoringBaseline, type PairJudge, tagbackPair } from './pairs.ts'
import { alarm, burnRate } from './peers/alarms.ts'
import { argoRollouts } from './peers/argo-rollouts.ts'
import { flagger } from './peers/flagger.ts'
import { kayenta } from './peers/kayenta.ts'
import { mixtureSprt } from './peers/mixture-sprt.ts'
import { oneBreachLoop, sleepAndCheck } from './peers/scripts.ts'
import { tagback } from './tagback.ts'

/** Every rule that is compared, Tagback with its defaults first. */
export const rules: Judge[] = [
  tagback('Tagback'),
  tagback('Tagback, accepting from 2 min on', { minDuration: 120 }),
  tagback('Tagback, blips not ignored', { ignoreBlips: 0 }),
  sleepAndCheck,
  oneBreachLoop,
  argoRollouts(60, 10, 0),
  argoRollouts(30, 20, 3),
  flagger(60, 5, 10),
  alarm(3, 5, 60),
  burnRate,
  mixtureSprt,
]

export const pairRules: PairJudge[] = [
  tagbackPair('Tagback against the baseline', 0),
  ignoringBaseline(tagback('Tagback')),
  ignoringBaseline(alarm(3, 5, 60)),
  kayenta(60),
  kayenta(10),
]
