import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import Ajv from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { configJsonSchema } from '../../src/config/config-schema.ts'

const committed = JSON.parse(readFileSync(join(import.meta.dirname, '../../schema.json'), 'utf8'))
const validate = new Ajv.default({ strict: false }).compile(committed)

describe('schema.json', () => {
  it('is what the source says', () => expect(committed).toStrictEqual(JSON.parse(JSON.stringify(configJsonSchema()))))

  it.each([
    ['defaults: { threshold: 1%, paths: [a, b], allow-untested-target: true, noise: 0.5 }', true],
    ['components: { "prompts/*": { path: "prompts/{name}.md" } }', true],
    ['environments: { production-drill: { drill: true } }', true],
    ['environments: { production-drill: { drill: yes please } }', false],
    ['defaults: { drill: true }', false],
    ['defaults: { treshold: 1% }', false],
    ['environments: { production: { path: x } }', false],
    ['enviroments: {}', false],
  ])('tells an editor of %s: %s', (text, valid) => expect(validate(parse(text))).toBe(valid))
})
