import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const VERSION = '0.2.87'

/** @throws with how to get it, when act is not there in the version that these tests are for */
export const findAct = (): string => {
  const program = process.platform === 'win32' ? 'act.exe' : 'act'
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...goFolders()]
  const found = folders.map((folder) => join(folder, program)).filter((path) => existsSync(path))
  const right = found.find((path) => spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.includes(VERSION))
  if (right !== undefined) return right
  throw new Error(
    `act ${VERSION} is not there: looked for it on the PATH and where Go installs programs. ` +
      `It runs workflows without GitHub. With Go 1.25 or later: go install github.com/nektos/act@v${VERSION}`,
  )
}

/** Where `go install` puts programs, if there is a Go. */
const goFolders = (): string[] => {
  const { stdout } = spawnSync('go', ['env', 'GOBIN', 'GOPATH'], { encoding: 'utf8' })
  const [bin = '', path = ''] = (stdout ?? '').split(/\r?\n/)
  return [...(bin === '' ? [] : [bin]), ...(path === '' ? [] : [join(path, 'bin')])]
}
