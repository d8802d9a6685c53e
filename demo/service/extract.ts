import { completePrompt } from './model.ts'

/** 502: the model answered, but with something that the service cannot use. */
export type Extracted = { status: 200; fields: Record<string, unknown> } | { status: 502; error: string }

/** Asks the model for the fields of a document. Callers are programs, so the answer has to be a JSON object. */
export const extract = (prompt: string, document: string): Extracted => {
  const answer = completePrompt(prompt, document)
  try {
    const fields: unknown = JSON.parse(answer)
    if (typeof fields === 'object' && fields !== null) return { status: 200, fields: { ...fields } }
    return { status: 502, error: `The model answered with JSON that is no object: ${answer}` }
  } catch {
    return { status: 502, error: `The model did not answer with JSON: ${answer}` }
  }
}
