import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { convertWorkflowTemplate } from '@actions/workflow-parser/model/convert'

/** What GitHub's own parser says of a workflow. */
export const workflowErrors = async (content: string): Promise<string[]> => {
  const result = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter())
  const errors = result.context.errors.getErrors().map(({ message }) => message)
  if (errors.length > 0 || !result.value) return errors
  const template = await convertWorkflowTemplate(result.context, result.value)
  return (template.errors ?? []).map(({ Message }) => Message)
}
