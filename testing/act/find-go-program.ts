import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs that tests need, by `go install` of these. */
const PROGRAMS = {
  act: { path: 'github.com/nektos/act', version: '0.2.87' },
  actionlint: { path: 'github.com/rhysd/actionlint/cmd/actionlint', version: '1.7.12' },
} as const

/**
 * Gives the path of a program.
 *
 * @throws with how to get it, when it is not there in the version that the tests are for
 */
export const findGoProgram = (name: keyof typeof PROGRAMS): string => {
  const { path, version } = PROGRAMS[name]
  const file = process.platform === 'win32' ? `${name}.exe` : name
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...goFolders()]
  const found = folders.map((folder) => join(folder, file)).filter((candidate) => existsSync(candidate))
  const right = found.find((candidate) => versionOf(candidate).includes(version))
  if (right !== undefined) return right
  throw new Error(
    `${name} ${version} is not there: looked for it on the PATH and where Go installs programs. ` +
      `With Go 1.25 or later: go install ${path}@v${version}`,
  )
}

const versionOf = (program: string): string => spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? ''

/** Where `go install` puts programs, if there is a Go. */
const goFolders = (): string[] => {
  const { stdout } = spawnSync('go', ['env', 'GOBIN', 'GOPATH'], { encoding: 'utf8' })
  const [bin = '', path = ''] = (stdout ?? '').split(/\r?\n/)
  return [...(bin === '' ? [] : [bin]), ...(path === '' ? [] : [join(path, 'bin')])]
}
