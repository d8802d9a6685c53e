/** How a setting is read, and what it is. */
export type Setting<T> = {
  parse: (text: string) => T
  /** As a user would write it; `null` when there is none. */
  default: string | null
  description: string
}

export const setting = <T>(parse: (text: string) => T, fallback: string | null, description: string): Setting<T> => ({
  ...{ parse, description },
  default: fallback,
})
