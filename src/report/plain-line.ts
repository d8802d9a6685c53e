/**
 * Text that may come from outside as one line of a log that the runner does not obey: commands begin a line with `::`,
 * after blanks at most, or hold `##[` anywhere (actions/runner, ActionCommand.cs).
 */
export const plainLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replace(/##(?=\[)/g, '## ')
