import type { DeployOrder } from '../flows/ports.ts'
import type { Component } from '../tags/component.ts'

export type CommandContext = {
  /** The environment of this process. */
  parent: Readonly<Record<string, string | undefined>>
  order: Omit<DeployOrder, 'reason'> & { reason: DeployOrder['reason'] | 'verify' | 'measure' | 'test' | 'traffic' }
  component: Component
  /** Of the component's own files in the release; empty when it is not known. */
  path: string
  /** Tagback's own token: no variable that holds it is passed on. */
  token: string
  /** What the configuration names. Wins over the parent's variables, not over `TAGBACK_*`. */
  extra?: Readonly<Record<string, string>>
}

/** Everything that the runner hands to an action but not to a `run:` step, and what would lead git to another repository. */
const WITHHELD = [
  /^INPUT_/,
  /^STATE_/,
  // The runner's file commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
  /^GITHUB_(OUTPUT|STATE|ENV|PATH|STEP_SUMMARY)$/,
  // Tokens and addresses of the cache, of artifacts and of OpenID Connect.
  /^ACTIONS_/,
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|PREFIX)$/,
]
const GIT_CONFIG = /^GIT_CONFIG_(COUNT|KEY_\d+|VALUE_\d+)$/

/**
 * The environment of a deploy or verify command: the parent's variables without what is Tagback's alone, then `extra`,
 * then what is deployed. The user's own variables stay, `NODE_OPTIONS` and `BASH_ENV` too: whoever sets them writes
 * the command as well. `GITHUB_SHA` is the commit of the release, so that a script written for `run:` deploys the
 * right thing in a rollback.
 *
 * This keeps secrets from being picked up in passing. It is no wall: on Linux a process of the same user can read the
 * variables that this process was started with in /proc, whatever is done to them later.
 */
export const commandEnvironment = ({
  parent,
  order,
  component,
  path,
  token,
  extra,
}: CommandContext): Record<string, string> => ({
  ...passedOn(parent, token),
  ...extra,
  GITHUB_SHA: order.release.commit,
  TAGBACK_COMPONENT: component.id,
  TAGBACK_TYPE: component.type,
  TAGBACK_NAME: component.name,
  TAGBACK_PATH: path,
  TAGBACK_VERSION: order.release.version,
  TAGBACK_COMMIT: order.release.commit,
  TAGBACK_ENVIRONMENT: order.environment,
  TAGBACK_PREVIOUS_VERSION: order.previous?.version ?? '',
  TAGBACK_REASON: order.reason,
})

/** The variables of the parent without what is Tagback's alone. */
export const passedOn = (parent: CommandContext['parent'], token: string): Record<string, string> => {
  // actions/checkout writes the token like this, and git takes it from the environment in the same form.
  const forms = token === '' ? [] : [token, Buffer.from(`x-access-token:${token}`).toString('base64')]
  const holdsToken = (value: string): boolean => forms.some((form) => value.includes(form))
  const kept = Object.entries(parent).flatMap(([name, value]): [string, string][] =>
    value === undefined || WITHHELD.some((pattern) => pattern.test(name.toUpperCase())) ? [] : [[name, value]],
  )
  // These belong together: git stops when the count names a value that is not there.
  const gitConfigHoldsToken = kept.some(([name, value]) => GIT_CONFIG.test(name.toUpperCase()) && holdsToken(value))
  return Object.fromEntries(
    kept.filter(([name, value]) => !holdsToken(value) && !(gitConfigHoldsToken && GIT_CONFIG.test(name.toUpperCase()))),
  )
}
