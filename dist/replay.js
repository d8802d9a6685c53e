import { runReplay } from './tagback.js'
await runReplay()
