import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { directory, lines, output, run } from './command-fixture.ts'

describe('what it is given', () => {
  test('no standard input, no start-up files, and no variable but those given', async () => {
    await writeFile(join(directory, '.bashrc'), 'echo from bashrc')
    await writeFile(join(directory, '.bash_profile'), 'echo from profile')
    const env = { PATH: process.env.PATH ?? '', HOME: directory, GIVEN: 'yes' }
    await run('cat; env | sed s/=.*// | sort | tr "\\n" " "', { env })
    expect(output()).toEqual(['GIVEN HOME PATH PWD SHLVL _ '])
  })

  test('values are data, whatever they hold', async () => {
    const values = ['$(touch pwned)', '`touch pwned`', '"; touch pwned; "', "'; touch pwned; '", '../..', '-rf', '$IFS']
    for (const value of values) {
      lines.length = 0
      await run('printf "%s\\n" "$TAGBACK_VERSION"', { env: { PATH: process.env.PATH ?? '', TAGBACK_VERSION: value } })
      expect(output()).toEqual([value])
    }
    expect(await readdir(directory)).toEqual([])
  })

  test('the script is run as it is', async () => {
    const text = `{version} $\{{ x }} $(id) \\n "quoted" 'single'`
    await run(`cat <<'END'\n${text}\nEND\necho "$0 $#" | sed "s#.*/##"`)
    expect(output()).toEqual([text, 'command.sh 0'])
  })
})

describe('its output', () => {
  test('workflow commands stay inside the block', async () => {
    const attempts = [
      '::set-output name=a::b',
      '::add-mask::x',
      '::stop-commands::mine',
      '::mine::',
      '::error::x',
      '##[add-path]/x',
    ]
    await run(attempts.map((line) => `echo '${line}'`).join('\n'))
    expect(output()).toEqual(attempts)
  })

  test('a command that learns the word that ends the block cannot end it', async () => {
    let tokenWritten: Promise<void> | undefined
    const script = `
      until test -s token; do sleep 0.01; done
      token=$(cat token)
      echo "::$token::"; echo "##[$token]"; echo "::\${token^^}::"; printf 'bar\\r::%s::\\r\\n' "$token"
      echo '::set-output name=a::b'`
    const result = await run(script, {
      write: (line) => {
        const token = line.match(/^::stop-commands::(.*)$/)?.[1]
        if (lines.length === 0 && token !== undefined) tokenWritten = writeFile(join(directory, 'token'), token)
        lines.push(line)
      },
    })
    await tokenWritten
    const notice = '[Tagback: a line that tried to end this block is not shown]'
    expect(output()).toEqual([notice, notice, notice, notice, '::set-output name=a::b'])
    expect(result.lastLines).toEqual(['::set-output name=a::b'])
  })

  test('each block has a word of its own', async () => {
    await run('true')
    await run('true')
    expect(new Set(lines.map((line) => line.replace(/^::stop-commands::|::/g, ''))).size).toBe(2)
  })

  test('invalid UTF-8, carriage returns, very long lines and a missing line end', async () => {
    const script = `
      printf 'a\\xff\\xfeb\\n'; printf '10%%\\r20%%\\r100%%\\n'; printf 'windows\\r\\n'
      printf 'ä%.0s' $(seq 9000); echo; printf 'no line end'`
    await run(script)
    const long = `${'ä'.repeat(8192)} [808 more characters are not shown]`
    expect(output()).toEqual(['a\ufffd\ufffdb', '100%', 'windows', long, 'no line end'])
  })

  test('a flood is cut, does not stop the command, and the last lines are still told', async () => {
    const result = await run('seq -f "%050g" 200000; echo "the reason"; exit 5')
    expect(result).toMatchObject({ kind: 'exited', code: 5 })
    expect(result.lastLines.at(-1)).toBe('the reason')
    const shown = output()
    expect(shown.at(-1)).toBe('[Tagback: more than 5 MiB of output; the rest is not shown]')
    expect(shown.join('\n').length).toBeLessThan(5 * 1024 * 1024 + 100)
    expect(shown.length).toBeGreaterThan(90000)
  })
})
