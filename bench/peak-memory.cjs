// Loaded into a measured process by --require: writes the most memory that it held, in bytes, when it ends.
const { readFileSync, writeFileSync } = require('node:fs')

const peakBytes = () => {
  // ru_maxrss of a process that was just forked begins at that of its parent; VmHWM begins anew with exec.
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(peakBytes())))
