/** With its full stop. A list of problems, or the output of a deploy, ends as it ends. */
export const endedSentence = (sentence: string): string =>
  sentence.includes('\n') || /[.:?!]$/.test(sentence) ? sentence : `${sentence}.`
