/** One line of git's wire protocol: four hexadecimal digits with the length, these included, then the text. */
export const pktLine = (text: string): Buffer => {
  const line = Buffer.from(text)
  return Buffer.concat([Buffer.from((line.length + 4).toString(16).padStart(4, '0')), line])
}
