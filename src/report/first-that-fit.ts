/** The first of these texts that have room in so many characters together, a separator of one between them. */
export function firstThatFit(texts: readonly string[], most: number): string[] {
  let length = 0
  const beyond = texts.findIndex((text) => {
    length += text.length + 1
    return length > most
  })
  return beyond === -1 ? [...texts] : texts.slice(0, beyond)
}
