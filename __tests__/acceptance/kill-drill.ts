import type { ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { FaultKind, ProcessFault, Step } from '../../testing/faults/fault-kinds.ts'
import { openGate } from '../../testing/faults/http-gate.ts'
import { numberRequests } from '../../testing/faults/number-requests.ts'
import { endProcessesOf, installShims } from '../../testing/faults/process-shims.ts'
import type { DrillWorld } from './drill-world.ts'

export type Kill = { step: Step; fault: FaultKind }

/**
 * Runs a drill whose process is killed at a step, every request and every start of a process being one, and takes all
 * that it had started along, as a machine does that is lost. Without `kill` it runs to its end; `steps` are those it took.
 */
export async function killDrill(world: DrillWorld, kill: Kill | null) {
  const bin = mkdtempSync(join(world.root, 'bin-'))
  const shims = installShims(bin)
  if (kill?.step.kind === 'process') shims.spoil({ ...kill, fault: kill.fault as ProcessFault })
  const requests = numberRequests(kill)
  let action: ChildProcess | null = null
  const gateTo = (upstream: string) =>
    openGate({
      ...{ upstream, faultOf: requests.faultOf, sabotage: null, passed: () => undefined, interrupt: () => undefined },
      kill: () => void action?.kill('SIGKILL'),
      overtake: async () => undefined,
    })
  const [github, service] = [await gateTo(world.github.url), await gateTo(world.arms.url)]
  try {
    const { url } = github
    const result = await world.drill({
      github: { url, apiUrl: `${url}/api/v3`, graphqlUrl: `${url}/api/graphql` },
      inputs: { 'metric-url': `${service.url}/metrics`, 'verify-url': `${service.url}/version/{environment}` },
      env: { PATH: `${bin}${delimiter}${process.env.PATH}` },
      onStart: (started) => {
        action = started
      },
    })
    endProcessesOf(bin)
    await Promise.all([github.settled(), service.settled()])
    return {
      result,
      steps: [...requests.steps(), ...shims.starts()],
      reached: requests.wasHit() || shims.wasHit(),
    }
  } finally {
    await github.close()
    await service.close()
  }
}
