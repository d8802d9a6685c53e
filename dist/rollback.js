import { runRollback } from './tagback.js'
await runRollback()
