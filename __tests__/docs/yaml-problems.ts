import { SETTING_NAMES } from '../../src/config/setting-table.ts'
import { calledWorkflow } from './called-workflow.ts'
import { guardProblems, variablesIn } from './guard-problems.ts'
import { knownAction } from './known-actions.ts'
import { shellProblems } from './shell-problems.ts'
import { type Snippet, snippetsOf } from './snippets.ts'
import { workflowErrors } from './workflow-errors.ts'
import { classifyYaml, type Step } from './yaml-snippet.ts'

const settingsOf = (step: Step): Record<string, string> => {
  const settings = Object.entries(step.with ?? {}).filter(([name]) => (SETTING_NAMES as string[]).includes(name))
  return Object.fromEntries(settings.map(([name, value]) => [name, String(value)]))
}

const isGuard = ({ uses }: Step): boolean =>
  uses === 'OWNER/tagback@v1' || uses === 'OWNER/tagback/.github/workflows/guard.yml@v1'

const yamlOn = (page: string) =>
  snippetsOf(page).flatMap(({ language, text }) => (language === 'yaml' ? [classifyYaml(text)] : []))
const filesOn = (page: string): string[] =>
  yamlOn(page).flatMap((yaml) => (yaml.kind === 'configuration' ? [yaml.text] : []))
const guardsOn = (page: string): Step[] =>
  yamlOn(page).flatMap((yaml) => (yaml.kind === 'workflow' ? yaml.steps.filter(isGuard) : []))

/** Workflow and file of one page belong together: one may leave to the other what it does not say. */
export async function yamlProblems({ page, text }: Snippet): Promise<string[]> {
  const yaml = classifyYaml(text)
  switch (yaml.kind) {
    case 'workflow': {
      const files = filesOn(page)
      const problems = yaml.steps.flatMap((step) => stepProblems(step, files.length > 0 ? files : [null]))
      return [...(await workflowErrors(yaml.content)), ...problems]
    }
    case 'configuration': {
      const [step] = guardsOn(page)
      // A cutting that is about something else does not say how to deploy.
      const rest = /^ +deploy(-command)?:/m.test(text) ? {} : { deploy: 'none' }
      return guardProblems(text, step ? settingsOf(step) : rest, step ? handedOn(step) : variablesIn(text))
    }
    case 'settings': {
      const hasDeploy = 'deploy-command' in yaml.settings || 'deploy' in yaml.settings
      const settings = { ...(hasDeploy ? {} : { deploy: 'none' }), ...yaml.settings }
      const { 'metric-command': command } = yaml.settings
      return [...guardProblems(null, settings, variablesIn(text)), ...(command ? shellProblems(command) : [])]
    }
    case 'unknown':
      return ['neither a workflow, nor steps, nor a configuration file, nor settings']
  }
}

const handedOn = (step: Step): string[] => Object.keys({ ...step.env, ...step.secrets })

function stepProblems(step: Step, files: (string | null)[]): string[] {
  if (step.run !== undefined) return bashProblems(step.run)
  const called = calledWorkflow(step.uses ?? '')
  const known = called?.inputs ?? knownAction((step.uses ?? '').replace(/@.*$/, ''))?.inputs
  if (!known) return [`${step.uses}: not known to this test`]
  const unknown = Object.keys(step.with ?? {}).filter((name) => !known.includes(name))
  unknown.push(...Object.keys(step.secrets ?? {}).filter((name) => !called?.secrets.includes(name)))
  if (!isGuard(step)) return unknown
  return [...unknown, ...files.flatMap((file) => guardProblems(file, settingsOf(step), handedOn(step)))]
}

/** Scripts of others, such as the one to migrate from: they have to be bash. */
const bashProblems = (script: string): string[] => shellProblems(script).filter((text) => !text.endsWith('this test'))
