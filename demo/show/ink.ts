import { styleText } from 'node:util'

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim'
/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Ink = (colour: Colour, text: string) => string

/** Colours only for a terminal, and never against NO_COLOR (https://no-color.org). */
export const createInk = (stream: { isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): Ink => {
  const wanted = stream.isTTY === true && (env.NO_COLOR ?? '') === ''
  return (colour, text) => (wanted ? styleText(colour, text) : text)
}
