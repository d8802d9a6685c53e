/** A stretch of a watch in seconds, and the share of requests that fails in it; with two rates it goes evenly from one to the other. */
type Failing = [from: number, to: number, rate: number, last?: number]

/** One service and what happens to it. Times in seconds since its release was deployed. */
export type Plan = {
  name: string
  /** From when on a rollback is right; null for a release that must be kept, at a threshold of 1 %. */
  onset: number | null
  failing: Failing[]
  /** Requests a second. */
  traffic: (second: number) => number
  /** The process is killed and started again: its counters begin anew. */
  restarts?: number[]
  /** Its page for Prometheus answers 503. */
  dark?: [from: number, to: number][]
  /** Scraped and asked by the Prometheus that is killed and started again in the middle of the watch. */
  prometheusRestarts?: boolean
}

/** Seconds; longer than the watch of the rules that go on longest. */
export const LENGTH = 600
const END = LENGTH + 60
const steady = (perSecond: number) => () => perSecond
const all = (rate: number): Failing[] => [[0, END, rate]]
/** Bursts of clients: a second of every five has most of the requests. */
const bursty = (second: number): number => (second % 5 < 1 ? 40 : 3)

export const plans: Plan[] = [
  { name: 'steady 0.5 %', onset: null, failing: all(0.005), traffic: steady(10) },
  { name: 'clients in bursts, 0.5 %', onset: null, failing: all(0.005), traffic: bursty },
  { name: 'backend away for 20 s', onset: null, failing: [[200, 220, 0.4]], traffic: steady(10) },
  {
    name: 'errors of the first 15 s',
    onset: null,
    failing: [
      [0, 15, 0.3],
      [15, END, 0.002],
    ],
    traffic: steady(10),
  },
  {
    name: 'restarts every 100 s, 0.5 %',
    onset: null,
    failing: all(0.005),
    traffic: steady(10),
    restarts: [100, 200, 300, 400, 500],
  },
  { name: 'not scraped for 60 s, 0.5 %', onset: null, failing: all(0.005), traffic: steady(10), dark: [[150, 210]] },
  {
    name: 'Prometheus restarted, 0.5 %',
    onset: null,
    failing: all(0.005),
    traffic: steady(10),
    prometheusRestarts: true,
  },
  { name: '2 %', onset: 0, failing: all(0.02), traffic: steady(10) },
  { name: '5 %', onset: 0, failing: all(0.05), traffic: steady(10) },
  { name: '5 %, clients in bursts', onset: 0, failing: all(0.05), traffic: bursty },
  {
    name: 'from 180 s on 10 %',
    onset: 180,
    failing: [
      [0, 180, 0.002],
      [180, END, 0.1],
    ],
    traffic: steady(10),
  },
  {
    name: 'leak: 0 to 10 % over 400 s',
    onset: 40,
    failing: [
      [0, 400, 0, 0.1],
      [400, END, 0.1],
    ],
    traffic: steady(10),
  },
  {
    name: 'crash loop: a restart every 40 s, 5 %',
    onset: 0,
    failing: all(0.05),
    traffic: steady(10),
    restarts: [40, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440, 480, 520, 560],
  },
  { name: 'not scraped for 60 s, 5 %', onset: 0, failing: all(0.05), traffic: steady(10), dark: [[20, 80]] },
  {
    name: 'Prometheus restarted, 5 % from 280 s on',
    onset: 280,
    failing: [
      [0, 280, 0.002],
      [280, END, 0.05],
    ],
    traffic: steady(10),
    prometheusRestarts: true,
  },
]
