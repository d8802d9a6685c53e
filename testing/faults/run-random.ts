import { checkRandom, type RandomOrder } from './random/check-random.ts'
import { playScript } from './random/play-script.ts'
import { ENVIRONMENTS } from './random/script.ts'

/** Plays random histories, and shows the shortest one that breaks something. Gives how many did: none, or one. */
export async function runRandom(order: RandomOrder): Promise<number> {
  console.log(`Seed ${order.seed}, ${order.runs} histories`)
  const began = performance.now()
  const result = await checkRandom(order)
  console.error(`${Math.round((performance.now() - began) / 1000)} s`)
  if (result.kind === 'passed') {
    console.log(`${result.histories} histories: no violation`)
    return 0
  }
  for (const { rule, sentence } of result.violations) console.log(`${rule}: ${sentence}`)
  console.log(`  npm run test:faults -- --random --seed ${result.seed} --path ${result.path}`)
  console.log(JSON.stringify(result.script, null, 2))
  for (const [index, { events, end, runs }] of (await playScript(result.script)).entries()) {
    console.log(`\n${ENVIRONMENTS[index]}`)
    for (const event of events) {
      const { kind, at, ...rest } = event
      const said = 'text' in rest ? { ...rest, text: rest.text.slice(0, 300) } : rest
      console.log(`${Math.round(at / 1000) % 100_000} s ${kind} ${JSON.stringify(said)}`)
    }
    console.log(JSON.stringify({ end, runs }, null, 2))
  }
  return 1
}
