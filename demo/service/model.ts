/** What the prompt asks for: its bullets, `- total: the amount to pay`. */
const fieldsOf = (prompt: string): string[] =>
  [...prompt.matchAll(/^- (\w+):/gm)].flatMap(([, field]) => (field === undefined ? [] : [field]))

const valueFor = (field: string, document: string): string | null =>
  new RegExp(`^\\s*${field}:\\s*(.+?)\\s*$`, 'im').exec(document)?.[1] ?? null

/**
 * Stands in for a language model. Like one, it keeps to what its prompt demands, and where the prompt demands nothing it
 * answers in the manner of what it was given: a letter gets a letter back.
 */
export const completePrompt = (prompt: string, document: string): string => {
  const found = fieldsOf(prompt).map((field) => [field, valueFor(field, document)] as const)
  if (found.every(([, value]) => value === null)) return 'I cannot read this document.'
  const demandsJson = /\bJSON\b/.test(prompt)
  const isLetter = /^\s*dear\b/i.test(document)
  if (demandsJson || !isLetter) return JSON.stringify(Object.fromEntries(found))
  const facts = found.filter(([, value]) => value !== null).map(([field, value]) => `the ${field} is ${value}`)
  return `Thank you for your letter! Here is what I found: ${facts.join(', ')}.`
}
