import { runCheck } from './tagback.js'
await runCheck()
