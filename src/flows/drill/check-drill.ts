import type { DrillCheck } from '../../ledger/grade-drill.ts'
import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import { compareVersions } from '../../tags/version.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { ServedAnswer } from '../ports.ts'
import type { DrillRequest } from './drill-request.ts'
import type { DrillPlan } from './read-drill.ts'

/** What fails in real emergencies beside the rollback itself, tried before it is practised. Writes nothing but the message. */
export async function checkBeforeDrill(request: DrillRequest, plan: DrillPlan): Promise<DrillCheck[]> {
  const { ports } = plan.context
  const [right, previous, oldest, webhook] = await Promise.all([
    ports.repository.mayPush(),
    readable(plan, plan.bad),
    oldestOf(plan).then((release) => (release ? readable(plan, release) : null)),
    request.notify ? reach(request, plan) : null,
  ])
  return [
    { ...previous, name: 'previous-version' },
    ...(oldest ? [{ ...oldest, name: 'oldest-version' as const }] : []),
    right.kind === 'granted'
      ? { name: 'token', state: 'passed', detail: 'The token may push' }
      : {
          ...{ name: 'token', state: right.kind === 'denied' ? 'failed' : 'unknown' },
          detail: `Whether the token may push: ${right.detail}`,
        },
    ...(webhook ? [webhook] : []),
  ]
}

type Found = Pick<DrillCheck, 'state' | 'detail'>

async function readable({ context }: DrillPlan, release: Release): Promise<Found> {
  const what = `The files of ${release.version} (${release.commit.slice(0, 7)})`
  try {
    await context.ports.deployer.prepare([release])
    return { state: 'passed', detail: `${what} can be put on disk` }
  } catch (error) {
    return { state: 'failed', detail: `${what} cannot be put on disk: ${messageOf(error)}` }
  }
}

/** Of all versions: whoever cleans up a registry or rewrites history finds it out here, and not in the emergency. */
async function oldestOf({ production, good, bad }: DrillPlan): Promise<Release | null> {
  const { versionTags, state } = production
  const more = await state.moreVersionTags().catch(() => null)
  const [oldest] = [...versionTags, ...(more ?? [])].toSorted((a, b) => compareVersions(a.version, b.version))
  if (!oldest || [good, bad].some(({ version }) => version === oldest.version)) return null
  return { ...oldest, component: good.component, versioned: true }
}

async function reach({ practised, environment }: DrillRequest, { context }: DrillPlan): Promise<DrillCheck> {
  const { notify } = context.ports.people
  const name = 'webhook'
  if (!notify) return { name, state: 'failed', detail: 'Nobody can be reached: notify-webhook is not set' }
  const text = `A test: the rollback of ${practised} is being practised in ${environment}. Nothing is wrong (${context.run.url})`
  const sent = await notify(text)
  return sent.kind === 'sent'
    ? { name, state: 'passed', detail: 'notify-webhook has taken a test message' }
    : { name, state: 'failed', detail: `notify-webhook has not taken a test message: ${sent.detail}` }
}

/** Whether the token may move the tag back is not asked, but seen. */
export function checkTagRights({ tag, reason, nextSteps }: GuardEnd): DrillCheck {
  const name = 'tag-rights'
  if (tag === 'moved-back')
    return { name, state: 'passed', detail: 'The token has moved the tag to another commit, and back' }
  return tag === 'not-moved-back' || reason === 'tag-not-moved'
    ? {
        ...{ name, state: 'failed' },
        detail: `The tag could not be moved${nextSteps?.[0] ? `: ${nextSteps[0]}` : ''}`,
      }
    : { name, state: 'unknown', detail: 'Whether the token may move the tag back was not seen' }
}

/** What production serves, asked where its settings say how. */
export async function askProduction(
  { production, good }: DrillPlan,
  environment: string,
): Promise<ServedAnswer | null> {
  const { askServed } = production.context.ports
  return askServed ? askServed(good, environment) : null
}

/**
 * A deploy command that does not look which environment it is for deploys to the one that everybody uses. So what that
 * serves is asked before and after, and its tag is looked at.
 */
export async function checkUntouched(
  { practised, component }: DrillRequest,
  plan: DrillPlan,
  before: ServedAnswer | null,
): Promise<DrillCheck> {
  const name = 'untouched'
  const { state, context } = plan.production
  const look = await context.ports.repository.lookAtTag(`refs/tags/${component.id}/${practised}`)
  const moved = look.kind === 'gone' || (look.kind === 'at' && look.object !== state.tag?.id)
  if (moved) return { name, state: 'unknown', detail: `The tag of ${practised} was moved during the drill` }
  const after = before?.kind === 'served' ? await askProduction(plan, practised) : null
  if (after?.kind === 'differs') {
    const detail = `${practised} served ${plan.good.version} before the drill, and ${after.found} after it: does the deploy command go by TAGBACK_ENVIRONMENT?`
    return { name, state: 'failed', detail }
  }
  return after?.kind === 'served'
    ? { name, state: 'passed', detail: `${practised} serves ${plan.good.version}, as before` }
    : { name, state: 'unknown', detail: `The tag of ${practised} is as before; what is served was not asked` }
}
