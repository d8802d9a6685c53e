import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessFault, Step } from './fault-kinds.ts'

export type Shims = {
  /** First on the PATH of the action. */
  folder: string
  /** From here on starts are numbered anew, and this one is spoiled. */
  spoil(spoiled: { step: Step; fault: ProcessFault } | null): void
  /** Every start so far, in order. */
  starts(): Step[]
  wasHit(): boolean
  /** Resolves when a process waits for the action to be interrupted. Let go by `goOn`. */
  waitsForInterrupt(signal: AbortSignal): Promise<boolean>
  goOn(): void
}

/**
 * Puts programs called `git` and `bash` in front of the real ones. They note every start, and one of them spoils the
 * start that it is told to. Git sees no variables of the action's environment, so everything is told by files.
 */
export function installShims(folder: string): Shims {
  const path = (name: string): string => join(folder, name)
  const programs = ['git', 'bash'].map((name) => ({ name, real: realProgram(name) }))
  const spoil: Shims['spoil'] = (spoiled) => {
    for (const told of ['hit', 'interrupt', 'go']) rmSync(path(told), { force: true })
    writeFileSync(path('starts'), '')
    for (const { name, real } of programs) writeFileSync(path(name), shim(folder, name, real, spoiled), { mode: 0o755 })
  }
  spoil(null)
  return {
    ...{ folder, spoil },
    starts: () => numbered(readFileSync(path('starts'), 'utf8').split('\n').slice(0, -1)),
    wasHit: () => existsSync(path('hit')),
    waitsForInterrupt: async (signal) => {
      while (!signal.aborted) {
        if (existsSync(path('interrupt'))) {
          // Once: the stages that follow are not to be interrupted.
          rmSync(path('interrupt'))
          return true
        }
        await sleep(15)
      }
      return false
    },
    goOn: () => writeFileSync(path('go'), ''),
  }
}

const numbered = (names: readonly string[]): Step[] =>
  names.map((name, index) => ({
    ...{ kind: 'process', name },
    nth: names.slice(0, index + 1).filter((other) => other === name).length,
  }))

function realProgram(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => existsSync(join(folder, name)))
  if (folders[0] === undefined) throw new Error(`${name} is not on the PATH`)
  return join(folders[0], name)
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const shim = (
  folder: string,
  program: string,
  real: string,
  spoiled: { step: Step; fault: ProcessFault } | null,
): string => `#!/bin/sh
folder=${quoted(folder)} real=${quoted(real)}
name=${program === 'bash' ? '"bash $TAGBACK_REASON"' : '"git $1"'}
for argument in "$@"; do
  case $argument in [a-z]*) ${program === 'git' ? 'name="git $argument"' : ':'}; break ;; esac
done
echo "$name" >> "$folder/starts"
[ "$name" = ${quoted(spoiled?.step.name ?? '')} ] || exec "$real" "$@"
[ "$(grep -c -x -F -e "$name" "$folder/starts")" = ${spoiled?.step.nth ?? 0} ] || exec "$real" "$@"
: > "$folder/hit"
case ${spoiled?.fault ?? 'none'} in
  fails-before) echo "spoiled" >&2; exit 1 ;;
  fails-after) "$real" "$@"; exit 1 ;;
  hangs) exec sleep 90 ;;
  kill-before) kill -9 $PPID; exit 1 ;;
  kill-during) "$real" "$@" & sleep 0.1; kill -9 $PPID; wait; exit 1 ;;
  kill-after) "$real" "$@"; kill -9 $PPID; exit 1 ;;
  sigint) : > "$folder/interrupt"; until [ -e "$folder/go" ]; do sleep 0.02; done; exec "$real" "$@" ;;
esac
exec "$real" "$@"
`

/** Ends every process that was started with these shims on its PATH: what a machine that is lost takes with it. */
export function endProcessesOf(folder: string): void {
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').includes(folder)) process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself, or belongs to somebody else.
    }
  }
}
