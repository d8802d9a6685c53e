/**
 * An HTTP service in a process of its own: `node service.cjs PORT FAILING`. FAILING is JSON, `[[from, to, rate], …]` in
 * milliseconds since the epoch; outside of these spans no request fails. `/metrics` is its page for Prometheus, which is
 * answered with 503 in the spans of `DARK`. Counters begin at 0 with every start.
 */
const { createServer } = require('node:http')

const [port, failing, dark] = process.argv.slice(2).map((text) => JSON.parse(text))
const within = (spans) => spans.find(([from, to]) => Date.now() >= from && Date.now() < to)
const counted = { 200: 0, 500: 0 }

const server = createServer((request, response) => {
  if (request.url === '/metrics') {
    if (within(dark)) response.writeHead(503).end()
    else
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(
        `# TYPE requests_total counter\n${Object.entries(counted)
          .map(([code, count]) => `requests_total{code="${code}"} ${count}\n`)
          .join('')}`,
      )
    return
  }
  const [from, to, first, last = first] = within(failing) ?? [0, 1, 0]
  const rate = first + ((last - first) * (Date.now() - from)) / (to - from)
  const code = Math.random() < rate ? 500 : 200
  counted[code] += 1
  response.writeHead(code).end('x')
})
server.listen(port, '127.0.0.1', () => process.send?.(server.address().port))
process.on('disconnect', () => process.exit())
