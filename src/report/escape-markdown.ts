const ZERO_WIDTH_SPACE = '&#8203;'

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
    .replace(/:(?=\/\/)/g, `:${ZERO_WIDTH_SPACE}`)
    .replace(/(?<=www)\./gi, `${ZERO_WIDTH_SPACE}.`)
    .replace(/(?<=(?:mailto|xmpp)):/gi, `${ZERO_WIDTH_SPACE}:`)
    .replace(/&#35;(?=\d)|(?<=\bGH)-(?=\d)/gi, (character) => `${character}${ZERO_WIDTH_SPACE}`)
