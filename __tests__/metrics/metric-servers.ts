import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

/** One value at a time in seconds since the epoch. */
export type Point = { series: string; time: number; value: number }

export type MetricServer = { url: string; stop(): Promise<void> }

export type ServerKind = { name: string; programs: string[]; start(points: readonly Point[]): Promise<MetricServer> }

/** Programs of the kind that are not installed. */
export const missingPrograms = ({ programs }: ServerKind): string[] =>
  programs.filter((program) => {
    const folders = (process.env.PATH ?? '').split(delimiter)
    return !folders.some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK)
        return true
      } catch {
        return false
      }
    })
  })

const withTimes = (points: readonly Point[], factor: number): string =>
  points.map(({ series, time, value }) => `${series} ${value} ${time * factor}\n`).join('')

/** Runs until `stop`, which also removes its folder. `ready` finds the address in a line of the log. */
const run = async (program: string, args: string[], folder: string, ready: (line: string) => string | undefined) => {
  const child: ChildProcess = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`${program} ended with ${code}:\n${lines.join('\n')}`)))
    createInterface({ input: child.stderr as NonNullable<typeof child.stderr> }).on('line', (line) => {
      lines.push(line)
      const found = ready(line)
      if (found !== undefined) resolve(found)
    })
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, stop }
}

export const prometheusServer: ServerKind = {
  name: 'Prometheus',
  programs: ['prometheus', 'promtool'],
  start: async (points) => {
    const folder = mkdtempSync(join(tmpdir(), 'tagback-prometheus-'))
    writeFileSync(join(folder, 'points.txt'), `${withTimes(points, 1)}# EOF\n`)
    writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n')
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', 'points.txt', 'data'], { cwd: folder })
    return runPrometheus(folder)
  },
}

/** A Prometheus that scrapes these every second. */
export const scrapingPrometheus = (urls: readonly string[]): Promise<MetricServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-prometheus-'))
  const targets = urls.map((url) => new URL(url).host)
  // JSON is YAML.
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'services', static_configs: [{ targets }] }],
  }
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  return runPrometheus(folder)
}

const runPrometheus = (folder: string): Promise<MetricServer> => {
  let [address, ready] = ['', false]
  const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--web.listen-address=127.0.0.1:0']
  return run('prometheus', args, folder, (line) => {
    address = /"?Listening on"? address=(\S+)/.exec(line)?.[1] ?? address
    // Of the two lines either can come first.
    ready ||= line.includes('Server is ready to receive web requests')
    return ready && address !== '' ? `http://${address}` : undefined
  })
}

export const victoriaMetricsServer: ServerKind = {
  name: 'VictoriaMetrics',
  programs: ['victoria-metrics'],
  start: async (points) => {
    const folder = mkdtempSync(join(tmpdir(), 'tagback-victoria-'))
    const port = await freePort()
    const address = `127.0.0.1:${port}`
    const args = [`-httpListenAddr=${address}`, '-storageDataPath=data', '-search.latencyOffset=0s']
    const server = await run('victoria-metrics', args, folder, (line) =>
      line.includes('starting http server at') ? `http://${address}` : undefined,
    )
    await answers(`${server.url}/health`)
    await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', body: withTimes(points, 1000) })
    await fetch(`${server.url}/internal/force_flush`)
    return server
  },
}

/** VictoriaMetrics does not say which port it was given for 0. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const answers = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${url} did not answer`)
}
