import { runDrill } from './tagback.js'
await runDrill()
