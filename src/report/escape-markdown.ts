/**
 * Text from outside (tag names, answers of a metric source, output of a deploy) as plain text in Markdown: it can
 * neither close a table, nor open HTML, a link, a mention or an image.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\p{C}/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~#!]/g, (character) => `&#${character.codePointAt(0)};`)
    // A zero-width space keeps names from being mentioned.
    .replace(/@(?=\w)/g, '@&#8203;')
