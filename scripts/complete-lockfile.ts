/**
 * Adds to package-lock.json the builds for other platforms that a registry did not have when it was written: npm leaves
 * them out, and `npm ci` then refuses the lock file as a whole. Such an entry has no checksum; npm skips it on every
 * platform but its own.
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Entry = {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
type LockFile = { packages: Record<string, Entry> }

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']

/** `@swc/core-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.filter((system) => words.includes(system))
  const cpu = PROCESSORS.filter((processor) => words.includes(processor))
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`For which platform is ${name}?`)
  const musl = words.some((word) => word.startsWith('musl'))
  return { os, cpu, ...(os[0] === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {}) }
}

/** Entries that are missing, by their place in the lock file. */
export function missingEntries({ packages }: LockFile): Record<string, Entry> {
  const missing: Record<string, Entry> = {}
  for (const { dev, optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const known = Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`))
      if (known || name === 'fsevents') continue
      missing[`node_modules/${name}`] = { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) }
    }
  }
  return missing
}

if (process.argv[1]?.endsWith('complete-lockfile.ts')) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile
  const packages = Object.entries({ ...lock.packages, ...missingEntries(lock) })
  const sorted = packages.toSorted(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
}
