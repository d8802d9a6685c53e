export { runGuard } from './actions/run-guard.ts'
