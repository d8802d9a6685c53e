export type WorkflowRun = { id: number; url: string }

export type RunState =
  | { kind: 'waiting' | 'running' }
  /** `conclusion` as GitHub gives it: `success`, `failure`, `cancelled`, … */
  | { kind: 'ended'; conclusion: string }

/** Workflows of this repository that are started by dispatch, as the deployer knows them. */
export type WorkflowRuns = {
  /**
   * The workflow as it stands on the default branch. `text` is null when it is not there.
   *
   * @throws when it cannot be asked for
   */
  read(workflow: string): Promise<{ branch: string; text: string | null; enabled: boolean }>
  /**
   * Starts it on the branch. Null when GitHub has accepted it without saying which run that is.
   *
   * @throws when GitHub refuses, or does not answer: it is then unknown whether a run was started
   */
  dispatch(workflow: string, branch: string, inputs: Readonly<Record<string, string>>): Promise<WorkflowRun | null>
  /** The dispatched run whose title holds `mark`, among those since then (milliseconds since the epoch). @throws */
  find(workflow: string, mark: string, since: number): Promise<WorkflowRun | null>
  /** @throws when GitHub cannot be asked */
  look(run: WorkflowRun): Promise<RunState>
  /** @throws when GitHub does not take it, or the run has ended */
  cancel(run: WorkflowRun): Promise<void>
}
