/** Tag names can hold anything that git allows; none of it may end a log line or begin a workflow command. */
export const printable = (text: string): string =>
  JSON.stringify(text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 200))
