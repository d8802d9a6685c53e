import { runGuard } from './tagback.js'
await runGuard()
