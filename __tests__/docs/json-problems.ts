import * as z from 'zod'
import { replayLine } from '../../src/analysis/replay.ts'

const POLICY = {
  ...{ threshold: 0.01, falseRollbackRisk: 0.05, noise: 0.5, ignoreBlips: 30, minimumRequests: 20 },
  ...{ interval: 5, minDuration: 300, duration: 600 },
}

/** What the documentation needs of https://docs.github.com/rest/repos/rules#create-a-repository-ruleset */
const RULESET = z.strictObject({
  name: z.string().min(1),
  target: z.literal('tag'),
  enforcement: z.literal('active'),
  conditions: z.strictObject({
    ref_name: z.strictObject({
      include: z.array(z.string().regex(/^refs\/tags\//)).min(1),
      exclude: z.array(z.string()),
    }),
  }),
  rules: z.array(z.strictObject({ type: z.enum(['creation', 'update', 'deletion']) })).min(1),
  bypass_actors: z
    .array(
      z.strictObject({
        actor_type: z.enum(['Team', 'Integration', 'RepositoryRole', 'OrganizationAdmin', 'User', 'DeployKey']),
        actor_id: z.int(),
        bypass_mode: z.enum(['always', 'exempt']),
      }),
    )
    .optional(),
})

/** JSON is a ruleset, a trace of a replay, or its verdict. */
export function jsonProblems(text: string): string[] {
  const value = JSON.parse(text) as Record<string, unknown>
  if ('measurements' in value) return replayLine(POLICY, text, 1).id === value.id ? [] : ['another trace']
  if ('verdict' in value) {
    return ['id', 'at', 'reason', 'sentence'].filter((key) => !(key in value)).map((key) => `a verdict without ${key}`)
  }
  const ruleset = RULESET.safeParse(value)
  return ruleset.success ? [] : ruleset.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}
