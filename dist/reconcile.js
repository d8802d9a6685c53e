import { runReconcile } from './tagback.js'
await runReconcile()
