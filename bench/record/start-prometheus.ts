import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real Prometheus that scrapes these ports every 5 s, each as a `service` of its own. `kill` and `start` as an outage would. */
export async function startPrometheus(services: readonly { name: string; port: number }[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-record-'))
  const targets = services.map(({ name, port }) => ({ targets: [`127.0.0.1:${port}`], labels: { service: name } }))
  // JSON is YAML.
  const config = {
    global: { scrape_interval: '5s', scrape_timeout: '4s' },
    scrape_configs: [{ job_name: 'services', static_configs: targets }],
  }
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  const address = `127.0.0.1:${await freePort()}`
  const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`]
  const begin = () => spawn('prometheus', args, { cwd: folder, stdio: 'ignore' })
  let child = begin()
  return {
    url: `http://${address}`,
    kill: () => child.kill('SIGKILL'),
    start: () => {
      child = begin()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
