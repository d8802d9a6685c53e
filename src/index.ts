export { runCheck } from './actions/run-check.ts'
export { runGuard } from './actions/run-guard.ts'
export { runReconcile } from './actions/run-reconcile.ts'
export { runReplay } from './actions/run-replay.ts'
