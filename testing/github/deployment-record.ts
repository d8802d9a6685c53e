const DEPLOYMENT_STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'] as const
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number]

export type Account = { login: string; type: 'Bot' | 'User' }

export type DeploymentStatusRecord = {
  id: number
  state: DeploymentState
  description: string
  environment: string
  environmentUrl: string
  logUrl: string
  creator: Account
  createdAt: string
}

export type DeploymentRecord = {
  id: number
  sha: string
  ref: string
  task: string
  /** As it was sent: an object or a text. */
  payload: unknown
  environment: string
  description: string | null
  transient: boolean
  production: boolean
  creator: Account
  createdAt: string
  updatedAt: string
  /** Oldest first. */
  statuses: DeploymentStatusRecord[]
}

/** A status may rename the environment of its deployment; the newest one that is there counts. */
export const latestEnvironment = (record: DeploymentRecord): string =>
  record.statuses.at(-1)?.environment ?? record.environment
