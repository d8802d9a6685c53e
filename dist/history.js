import { runHistory } from './tagback.js'
await runHistory()
