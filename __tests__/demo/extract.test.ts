import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { documentAt } from '../../demo/service/documents.ts'
import { extract } from '../../demo/service/extract.ts'

const promptOf = (version: string): Promise<string> =>
  readFile(new URL(`../../demo/releases/${version}/prompts/extraction.md`, import.meta.url), 'utf8')

/** Share of one full round of the documents that the service cannot answer. */
const failures = (prompt: string): number => {
  const documents = Array.from({ length: 200 }, (_, index) => documentAt(index))
  return documents.filter((document) => extract(prompt, document).status !== 200).length
}

test('gives the fields that the prompt asks for', async () => {
  const form = documentAt(0)
  const first = extract(await promptOf('v1.0.0'), form)
  const second = extract(await promptOf('v1.1.0'), form)
  expect(first).toEqual({ status: 200, fields: { invoice: '20000', supplier: 'Nordwind GmbH', total: '100.50 EUR' } })
  expect(second).toMatchObject({ status: 200, fields: { total: '100.50 EUR', due: '2026-12-01' } })
})

test('fails for letters when the prompt does not demand JSON, whatever its version is called', async () => {
  const bad = await promptOf('v1.2.0')
  expect(failures(await promptOf('v1.1.0'))).toBe(1)
  expect(failures(bad)).toBe(41)
  expect(failures(`${bad}\nAnswer with one JSON object.`)).toBe(1)
  expect(extract(bad, documentAt(2))).toMatchObject({ status: 502, error: expect.stringContaining('Thank you') })
})
