import { readdirSync, readFileSync } from 'node:fs'

/**
 * Whether a process group has a process that still runs. Zombies do not count: in a container whose first process
 * collects nobody (a job container's is `tail -f /dev/null`) they stay for ever, and can be signalled.
 *
 * @param group the id of the process that the group was started with
 */
export const groupIsAlive = (group: number, platform: NodeJS.Platform = process.platform): boolean => {
  if (!sendSignal(-group, 0)) return false
  if (platform !== 'linux') return true
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.some((process) => isRunningIn(group, process))
}

/** False when nothing is left that this user may signal (ESRCH; EPERM on macOS for a group of zombies). */
export const sendSignal = (target: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(target, signal)
  } catch {
    return false
  }
}

/** proc(5): `pid (name) state parent group …`, where the name may hold spaces and brackets. */
const isRunningIn = (group: number, process: string): boolean => {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'latin1')
    const [state, , its] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(its) === group && state !== 'Z' && state !== 'X'
  } catch {
    // It ended between the listing and the reading.
    return false
  }
}
