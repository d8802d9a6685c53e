import type { RestorePlan, RestoreStep } from './restore-plan.ts'
import type { RestoreWish } from './restore-wish.ts'

const ACTS: Record<RestoreStep['act'], string> = {
  move: '',
  deploy: ' (the tag is there: deploy only)',
  nothing: ' (is there)',
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** The plan in words, for the log. */
export const sayPlan = {
  title: ({ environment, into }: RestoreWish, plan: RestorePlan): string =>
    `Plan for ${into}${environment === into ? '' : ` from ${environment}`}: ${sayPlan.counted(plan)}`,
  counted: ({ steps, problems }: RestorePlan): string => {
    const toDo = steps.filter(({ act }) => act !== 'nothing').length
    const left = problems.length === 0 ? '' : `, ${plural(problems.length, 'problem')}`
    return `${steps.length === 0 ? 'nothing' : `${toDo} of ${plural(steps.length, 'component')}`} to put back${left}`
  },
  lines: ({ steps }: RestorePlan): string[] =>
    steps.map(
      ({ component, from, to, act, because, recreate }) =>
        `${component.id}: ${from ? `${from.version} to ${to.version}` : `${to.version}, where there was nothing`}${ACTS[act]}${recreate ? ' (its tag is made again)' : ''}: ${because}`,
    ),
}
