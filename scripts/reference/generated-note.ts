/** Begins every page of docs/reference/. */
export const generatedNote = (source: string): string =>
  `<!-- Written by npm run generate from ${source}: change it there. -->`
