import { runPost } from './tagback.js'
await runPost()
