const { execFileSync } = require('node:child_process')

const {
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_WORKSPACE: cwd,
  INPUT_TOKEN: token,
} = process.env
const address = `${server}/${repository}`.replace('://', `://x-access-token:${token}@`)
const git = (...args) => execFileSync('git', args, { cwd, stdio: 'inherit' })
git('init', '--quiet')
git('fetch', '--quiet', '--depth=1', address, process.env.INPUT_REF || process.env.GITHUB_SHA)
git('checkout', '--quiet', '--force', 'FETCH_HEAD')
