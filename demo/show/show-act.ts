import type { Act } from '../stage/act.ts'
import { COMPONENT, tagOf } from '../stage/publish.ts'
import type { Terminal } from './terminal.ts'

/** What is moved where, why, and how a person does it. */
export const showAct = (terminal: Terminal, { number, version, environment, title, story }: Act): void => {
  terminal.title(`${number}  ${title}: ${version} to ${environment}`)
  terminal.paragraph(story)
  terminal.line()
  terminal.command(
    `git tag -f -a ${tagOf(environment)} \\`,
    `${COMPONENT}/${version} -m "Set extraction to ${environment}"`,
  )
  terminal.command(`git push --force origin ${tagOf(environment)}`)
}
