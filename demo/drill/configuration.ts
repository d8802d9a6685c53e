import { demoMetric, demoSettings, type ServiceAddress } from '../stage/workflow.ts'

const place = ({ url, directory }: ServiceAddress): string => `    deploy-command: |
      cp "prompts/$TAGBACK_NAME.md" '${directory}/prompt.md'
      echo "$TAGBACK_VERSION" > '${directory}/version'
      curl --fail --silent --show-error --request POST '${url}/reload'
    verify-url: ${url}/version
    metric-url: ${url}/metrics`

/** The file of the default branch: the environment for drills takes over what is said of production, but for where it is. */
export const configurationFor = (production: ServiceAddress, practice: ServiceAddress): string => `defaults:
${demoMetric(2)}
${demoSettings(2, '15s')}
environments:
  production:
${place(production)}
  production-drill:
    drill: true
${place(practice)}
`
