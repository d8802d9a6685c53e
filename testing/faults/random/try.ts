import { checkRandom } from './check-random.ts'

const t = performance.now()
const r = await checkRandom({ seed: Number(process.argv[2] ?? 1), runs: Number(process.argv[3] ?? 300) })
console.log(Math.round(performance.now() - t), 'ms', JSON.stringify(r, null, 1))
