import { once } from 'node:events'
import { deliverTagPushes } from '../../testing/runner/deliver-tag-pushes.ts'
import type { Terminal } from '../show/terminal.ts'
import { COMPONENT, ENVIRONMENT, tagOf } from '../stage/publish.ts'
import type { Stage } from '../stage/set-up-stage.ts'

/** Keeps everything running for a person to play with, until the demo is interrupted. */
export const keepRunning = async (
  terminal: Terminal,
  { github, checkout, runner, service }: Stage,
  stop: AbortSignal,
): Promise<void> => {
  terminal.title('Your turn')
  terminal.paragraph('Everything keeps running until Ctrl-C. In another terminal:')
  terminal.line()
  terminal.command(`git clone ${checkout.cloneUrl}`)
  terminal.command('cd invoices')
  terminal.command(`git tag -f -a ${tagOf(ENVIRONMENT)} ${COMPONENT}/v1.2.0 \\`, '-m "Try v1.2.0 again"')
  terminal.command(`git push --force origin ${tagOf(ENVIRONMENT)}`)
  terminal.line()
  terminal.paragraph(`The guard reacts here. The service: ${service.url}/version and ${service.url}/metrics.`)

  const delivery = deliverTagPushes(github, checkout.repository.fullName, async (push) => {
    terminal.line()
    const name = push.ref.replace('refs/tags/', '')
    terminal.paragraph(`${push.event.payload.sender.login} pushed ${name}`)
    const run = await runner.run(push, terminal.log)
    terminal.paragraph(run === null ? 'No workflow is for this tag.' : `The step ended with ${run.exitCode}.`)
  })
  if (!stop.aborted) await once(stop, 'abort')
  delivery.stop()
  await delivery.idle()
}
