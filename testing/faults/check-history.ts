import { checkDeploys } from './check-deploys.ts'
import { checkEnd } from './check-end.ts'
import { checkMoves } from './check-moves.ts'
import { checkPeople } from './check-people.ts'
import { checkStages } from './check-stages.ts'
import { checkTraffic } from './check-traffic.ts'
import type { History, Violation } from './history.ts'

/** Every way in which a history breaks what must always hold. Decides from the history alone. */
export const checkHistory = (history: History): Violation[] => [
  ...checkMoves(history),
  ...checkDeploys(history),
  ...checkStages(history),
  ...checkTraffic(history),
  ...checkEnd(history),
  ...checkPeople(history),
]
