/** The charts that a job summary holds, as far as its own chart goes: axes from 0, and lines over the whole width. */
export type Chart = { title: string; width: number; height: number; lines: { colour: string; values: number[] }[] }

/** Reads a mermaid xychart as the action writes it; null for any other diagram. */
export const readChart = (mermaid: string): Chart | null => {
  const found = (pattern: RegExp): string | undefined => pattern.exec(mermaid)?.[1]
  const [title, palette] = [found(/^ *title "(.*)"$/m), found(/plotColorPalette: "(.*)"/)]
  const [width, height] = [found(/^ *x-axis 0 --> ([\d.]+)$/m), found(/^ *y-axis 0 --> ([\d.]+)$/m)]
  const values = [...mermaid.matchAll(/^ *line \[(.*)\]$/gm)].map(([, list = '']) => list.split(',').map(Number))
  const colours = palette?.split(/, */) ?? []
  if (title === undefined || width === undefined || height === undefined || colours.length !== values.length)
    return null
  return {
    ...{ title, width: Number(width), height: Number(height) },
    lines: values.map((line, index) => ({ colour: colours[index] ?? '', values: line })),
  }
}
