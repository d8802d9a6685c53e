import type { Setting } from './setting.ts'

type Table = Readonly<Record<string, Setting<unknown>>>

type Parsed<T extends Table> = { [Name in keyof T]: ReturnType<T[Name]['parse']> | undefined }

/** Reads every setting of a table, or its default. What cannot be read is told to `complain` and left out. */
export function parseWritten<T extends Table>(
  table: T,
  written: Readonly<Partial<Record<keyof T & string, string>>>,
  complain: (name: keyof T & string, message: string) => void,
): Parsed<T> {
  return Object.fromEntries(
    Object.keys(table).map((name) => {
      const text = written[name] ?? table[name]?.default
      try {
        return [name, text == null ? undefined : table[name]?.parse(text)]
      } catch (error) {
        complain(name, (error as Error).message)
        return [name, undefined]
      }
    }),
  ) as Parsed<T>
}
