import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildBareBundle } from './bare-bundle.ts'

export type StartUps = { empty: number[]; bare: number[]; tagback: number[]; emptyPeak: number; barePeak: number }

const BUNDLE = join(import.meta.dirname, '../dist/tagback.js')
const PEAK = join(import.meta.dirname, 'peak-memory.cjs')

/** Milliseconds from starting a process to its end, and peaks in bytes. The first round warms the disk and is dropped. */
export async function measureStartUps(rounds: number): Promise<StartUps> {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-bench-'))
  const script = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  try {
    const bundle = await buildBareBundle(join(folder, 'bare'))
    const empty = script('empty.mjs', '')
    const bare = script('bare.mjs', `import '${pathToFileURL(bundle)}'\n`)
    const tagback = script('tagback.mjs', `import '${pathToFileURL(BUNDLE)}'\n`)
    const times = { empty: [] as number[], bare: [] as number[], tagback: [] as number[] }
    for (let round = 0; round <= rounds; round++) {
      for (const [name, path] of Object.entries({ empty, bare, tagback })) {
        const ms = await run([path])
        if (round > 0) times[name as keyof typeof times].push(ms)
      }
    }
    const peakFile = join(folder, 'peak')
    const peakOf = async (path: string): Promise<number> => {
      await run(['--require', PEAK, path], { PEAK_MEMORY_FILE: peakFile })
      return Number(readFileSync(peakFile, 'utf8'))
    }
    return { ...times, emptyPeak: await peakOf(empty), barePeak: await peakOf(bare) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '', ...env } })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0
        ? resolve(performance.now() - started)
        : reject(new Error(`node ${args.join(' ')} ended with ${code}, expected 0`)),
    )
  })
