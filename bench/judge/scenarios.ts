import { gamma, normal, type Random } from './random.ts'
import { type Course, LENGTH } from './trace.ts'

/** `onset`: second from which a rollback is right; null for a release that must be kept. */
export type Scenario = { name: string; onset: number | null; draw(random: Random, perSecond: number): Course }

type Rate = (second: number) => number

function of(name: string, onset: number | null, rate: (random: Random) => Rate, more: Partial<Course> = {}): Scenario {
  return { name, onset, draw: (random, perSecond) => ({ traffic: () => perSecond, rate: rate(random), ...more }) }
}

const steady = (rate: number) => () => () => rate
const blip =
  (base: number, high: number, length: number, times = 1) =>
  (random: Random): Rate => {
    const room = 520 / times
    const starts = Array.from({ length: times }, (_, i) => 30 + i * room + Math.floor(random() * (room - length - 40)))
    return (second) => (starts.some((start) => second >= start && second < start + length) ? high : base)
  }
const noisy =
  (base: number, cv: number) =>
  (random: Random): Rate => {
    const factors = Array.from({ length: LENGTH / 10 }, () => gamma(random, cv))
    return (second) => base * (factors[Math.floor(second / 10)] as number)
  }
/** Logarithm of the rate wanders with a memory of 60 s. */
const wandering =
  (base: number, cv: number) =>
  (random: Random): Rate => {
    const spread = Math.sqrt(Math.log(1 + cv * cv))
    const keep = Math.exp(-5 / 60)
    const path = [spread * normal(random)]
    for (let i = 1; i < LENGTH / 5; i += 1)
      path.push((path[i - 1] as number) * keep + spread * Math.sqrt(1 - keep * keep) * normal(random))
    return (second) => base * Math.exp((path[Math.floor(second / 5)] as number) - (spread * spread) / 2)
  }
const ramp = (): Rate => (second) => 0.001 + 0.049 * Math.min(1, Math.max(0, (second - 60) / 300))
const late = (rate: number) => () => (second: number) => (second >= 180 ? rate : 0.001)

function withGaps(name: string, onset: number | null, rate: number): Scenario {
  return {
    name,
    onset,
    draw: (random, perSecond) => {
      const blackout = 60 + random() * 400
      const lost = Array.from({ length: LENGTH / 5 + 1 }, () => random() < 0.1)
      const down = (second: number) => (second >= blackout && second < blackout + 90) || (lost[second / 5] as boolean)
      return { traffic: () => perSecond, rate: () => rate, down }
    },
  }
}

function swinging(name: string, swing: (second: number) => number, rate: Rate): Scenario {
  return { name, onset: null, draw: (_, perSecond) => ({ traffic: (second) => perSecond * swing(second), rate }) }
}

/** Rates are for a threshold of 1%. */
export const healthy: Scenario[] = [
  of('0.1 %', null, steady(0.001)),
  of('0.5 %', null, steady(0.005)),
  of('0.9 %', null, steady(0.009)),
  of('one burst 10 s at 50 %', null, blip(0.001, 0.5, 10)),
  of('one burst 30 s at 20 %', null, blip(0.001, 0.2, 30)),
  of('one burst 30 s at 20 %, else 0.5 %', null, blip(0.005, 0.2, 30)),
  of('start-up 15 s at 30 %', null, () => (second) => (second < 15 ? 0.3 : 0.001)),
  of('start-up 15 s at 100 %', null, () => (second) => (second < 15 ? 1 : 0.001)),
  of('noise cv 0.5 at 0.9 %', null, noisy(0.009, 0.5)),
  of('noise cv 1 at 0.5 %', null, noisy(0.005, 1)),
  of('wandering cv 0.5 at 0.5 %', null, wandering(0.005, 0.5)),
  of('wandering cv 1 at 0.5 %', null, wandering(0.005, 1)),
  of('wandering cv 0.5 at 0.9 %', null, wandering(0.009, 0.5)),
  withGaps('gaps at 0.5 %', null, 0.005),
  of('lag 30 s at 0.5 %', null, steady(0.005), { lag: 30 }),
  swinging(
    'traffic swings fivefold at 0.5 %',
    (second) => (Math.floor(second / 60) % 2 === 0 ? 0.33 : 1.67),
    () => 0.005,
  ),
]

/** Not part of the mean that settings were chosen by. */
export const heldOut: Scenario[] = [
  of('two bursts 20 s at 20 %', null, blip(0.001, 0.2, 20, 2)),
  of('three bursts 10 s at 30 %', null, blip(0.001, 0.3, 10, 3)),
  of('warm-up: 5 % fading over 30 s', null, () => (second) => 0.002 + 0.05 * Math.exp(-second / 30)),
  of('errors in groups of 5 at 0.5 %', null, steady(0.005), { cluster: 5 }),
  swinging(
    'daily drift: traffic and rate fall together',
    (second) => 1.5 - second / 600,
    (second) => 0.008 * (1.2 - (0.5 * second) / 600),
  ),
]

export const regressed: Scenario[] = [
  ...[0.015, 0.02, 0.05, 0.2, 1].map((rate) => of(`${rate * 100} %`, 0, steady(rate))),
  of('ramp 0.1 to 5 % over 60–360 s', 116, ramp),
  ...[0.02, 0.05, 0.2, 1].map((rate) => of(`from 180 s on ${rate * 100} %`, 180, late(rate))),
  of('noise cv 0.5 at 2 %', 0, noisy(0.02, 0.5)),
  of('noise cv 1 at 5 %', 0, noisy(0.05, 1)),
  withGaps('gaps at 5 %', 0, 0.05),
  of('lag 30 s at 5 %', 0, steady(0.05), { lag: 30 }),
]

/** The stated risk of false rollbacks holds up to here. */
export const exactlyTheThreshold: Scenario = of('exactly 1 %', null, steady(0.01))
