import fc from 'fast-check'

/** `npm run test:fuzz` asks for many more. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

/** What breaks texts apart wherever they go: ends of lines, quotes, controls, lone surrogates, numbers beyond bounds. */
const SHARP = [
  ...['', ' ', '\t', '\n', '\r\n', '\u2028', '\0', '\u001b[31m', '\ud800', '🙂', '\u202e', 'ß', '٣', '\ufeff'],
  ...['"', "'", '`', '\\', '$(id)', '$(x', '{{', '}}', '%0A', '::error::', '##[error]', '<!--', '@ada', '../', '/'],
  ...['NaN', '-0', '1e999', '-1', '9007199254740993', '0x10', '1_000', '__proto__', 'constructor', 'toString', 'null'],
]

/**
 * Texts that are made of the pieces of a language, of sharp things and of any characters: most are nearly right. Some
 * repeat themselves thousands of times, which is where an expression that looks back would take for ever.
 */
export const textsOf = (pieces: readonly string[]): fc.Arbitrary<string> => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pieces) },
    { weight: 2, arbitrary: fc.constantFrom(...SHARP) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  )
  const short = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''))
  const long = fc
    .tuple(short, fc.array(piece, { minLength: 1, maxLength: 2 }), fc.integer({ min: 100, max: 4_000 }), short)
    .map(([before, repeated, times, after]) => before + repeated.join('').repeat(times) + after)
  return fc.oneof({ weight: 60, arbitrary: short }, { weight: 1, arbitrary: long })
}

/** Any JSON value, with the keys of a format and with names that every object inherits. */
export const jsonOf = (keys: readonly string[], values: readonly unknown[]): fc.Arbitrary<unknown> => {
  const leaf = fc.oneof(
    fc.constantFrom(...values),
    fc.constantFrom(...SHARP),
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, [], {}, { toString: 1, valueOf: 1 }),
    fc.double(),
  )
  return fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('array'), tie('object')),
    array: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(fc.constantFrom(...keys, 'toString', '__proto__', 'length'), tie('value'), { maxKeys: 5 }),
  })).value
}

/** JSON text of such values, now and then with something broken in it. */
export const jsonTexts = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.tuple(values, fc.option(fc.tuple(fc.nat(), fc.constantFrom(...SHARP)), { freq: 8 })).map(([value, damage]) => {
    const text = JSON.stringify(value) ?? ''
    if (!damage) return text
    const at = damage[0] % (text.length + 1)
    return text.slice(0, at) + damage[1] + text.slice(at + 1)
  })

export const property = <T>(inputs: fc.Arbitrary<T>, check: (input: T) => void, runs = RUNS): void =>
  fc.assert(fc.property(inputs, check), { numRuns: runs })
