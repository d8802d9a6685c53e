import type { Deployer } from '../flows/ports.ts'

/**
 * For `deploy: none`: the runtime reads the environment tag by itself, so moving the tag is the deploy.
 *
 * @param log takes a line that says so, once for each deploy
 */
export const pullDeployer = (log: (line: string) => void): Deployer => ({
  prepare: async () => {},
  deploy: async ({ release, environment }) => {
    log(
      `Nothing to run (deploy: none): the runtime of ${environment} takes ${release.component} ${release.version} from the tag.`,
    )
    return { kind: 'deployed' }
  },
})
