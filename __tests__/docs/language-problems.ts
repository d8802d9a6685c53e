import { validate } from '@actions/languageservice'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { knownAction } from './known-actions.ts'
import { readText } from './snippets.ts'

const described = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { description: name }]))

let documents = 0

/**
 * What GitHub's own language service says of a workflow or an action.yml: keys, events, permissions, contexts, inputs
 * of actions, inputs and secrets of reusable workflows.
 *
 * @param path an action.yml is known by its name
 */
export async function languageProblems(path: string, text: string): Promise<string[]> {
  documents += 1
  // The service keeps what it has parsed by address.
  const found = await validate(TextDocument.create(`file:///${documents}/${path}`, 'yaml', 1, text), {
    fileProvider: {
      getFileContent: async ({ path: file }) => ({ name: file, content: readText(file) }),
    },
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path: folder }) => {
        const id = `${owner}/${name}${folder ? `/${folder}` : ''}`
        const action = knownAction(id)
        return (
          action && { name: id, description: id, inputs: described(action.inputs), outputs: described(action.outputs) }
        )
      },
    },
  })
  return found.map(({ range, message }) => `${path}:${range.start.line + 1}:${range.start.character + 1} ${message}`)
}
