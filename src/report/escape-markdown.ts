const ZERO_WIDTH_SPACE = '&#8203;'
/** Breaks an address up as well, and is not copied with it. */
const BREAK = '<wbr>'

/**
 * Text from outside (tag names, answers of a metric source, output of a deploy) as plain text in Markdown: it can
 * neither close a table, nor begin a list or a formula, nor open HTML, a link, a mention or an image. GitHub links
 * addresses, mentions and issue numbers in what was rendered, so that these are broken up and not only escaped.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .replace(/[&<>\\`*_[\]|~#!$]|^[-+=]|(?<=^\d+)[.)]/g, (character) => `&#${character.codePointAt(0)};`)
    .replace(/@(?=\S)/g, `@${ZERO_WIDTH_SPACE}`)
    .replace(/:(?=\/\/)/g, `:${BREAK}`)
    .replace(/(?<=www)\./gi, `${BREAK}.`)
    .replace(/(?<=(?:mailto|xmpp)):/gi, `${BREAK}:`)
    .replace(/&#35;(?=\d)|(?<=\bGH)-(?=\d)/gi, (character) => `${character}${ZERO_WIDTH_SPACE}`)
