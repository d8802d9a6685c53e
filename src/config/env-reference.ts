/** The name in `{env:NAME}`; null when the text is anything else. */
export const variableIn = (text: string): string | null =>
  /^\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text.trim())?.[1] ?? null
