import { parse } from 'yaml'
import { readText } from './snippets.ts'

/** What a reusable workflow of ours takes, when `uses` names one. */
export function calledWorkflow(uses: string): { inputs: string[]; secrets: string[] } | null {
  const path = /^OWNER\/tagback\/(\.github\/workflows\/[\w-]+\.yml)@v1$/.exec(uses)?.[1]
  if (path === undefined) return null
  const { inputs, secrets } = parse(readText(path)).on.workflow_call
  return { inputs: Object.keys(inputs ?? {}), secrets: Object.keys(secrets ?? {}) }
}
