/**
 * A router in a process of its own: `node split-router.cjs CANARY STABLE JOURNAL GIT_DIR REF TOKEN`. Requests to `/` go on
 * to the ports of the two services, by their weights; `PUT /weights` with the token sets these. What is set is written
 * into the journal, with what the tag holds in that moment. `POST /fault` with a status makes it answer that to weights.
 */
const { execFileSync } = require('node:child_process')
const { appendFileSync } = require('node:fs')
const { createServer, request: ask, Agent } = require('node:http')

const [canary, stable, journal, gitDir, ref, token] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })
let weights = [0, 100]
let fault = 200
let owed = 0

const tag = () => {
  try {
    return execFileSync('git', ['--git-dir', gitDir, 'rev-parse', '--verify', '--quiet', ref], {
      encoding: 'utf8',
    }).trim()
  } catch {
    return 'none'
  }
}

const read = (request, then) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => then(body))
}

function setWeights(body) {
  if (fault !== 200) return fault
  weights = JSON.parse(body).weights
  appendFileSync(journal, `traffic ${weights[0]} with ${tag()}\n`)
  return 200
}

/** Spreads them evenly: of a hundred requests in a row, as many go to the canary as its weight says. */
function next() {
  owed += weights[0]
  if (owed < 100) return stable
  owed -= 100
  return canary
}

createServer((request, response) => {
  if (request.url === '/weights') {
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    return read(request, (body) => response.writeHead(setWeights(body)).end(`now ${body}`))
  }
  if (request.url === '/fault')
    return read(request, (body) => {
      fault = Number(body)
      response.end()
    })
  ask({ agent, port: next(), host: '127.0.0.1', path: '/' }, (answer) => {
    response.writeHead(answer.statusCode)
    answer.pipe(response)
  })
    .on('error', () => response.writeHead(502).end())
    .end()
}).listen(0, '127.0.0.1', function () {
  process.send(this.address().port)
})
process.on('disconnect', () => process.exit())
