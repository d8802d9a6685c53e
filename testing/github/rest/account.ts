import type { Account } from '../deployment-record.ts'
import { apiUrl, type LocalState, nodeId } from '../local-state.ts'

/** An account as the REST API shows it ("simple user"). */
export const showAccount = (state: LocalState, { login, type }: Account) => {
  const url = `${apiUrl(state)}/users/${encodeURIComponent(login)}`
  return {
    login,
    id: 1,
    node_id: nodeId(type, login),
    avatar_url: `${state.url}/avatars/${encodeURIComponent(login)}`,
    gravatar_id: '',
    url,
    html_url: `${state.url}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  }
}
