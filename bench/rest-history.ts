import type { LocalGitHub } from '../testing/github/local-github.ts'

/** What a script has to ask of the REST API for the same: pages of Deployments, and the statuses of each. */
export async function restHistory(github: LocalGitHub, token: string, count: number) {
  github.clearRequests()
  const began = performance.now()
  const get = async (path: string): Promise<{ id: number }[]> => {
    const headers = { authorization: `token ${token}`, accept: 'application/vnd.github+json' }
    const response = await fetch(`${github.apiUrl}/repos/octo/prompts/${path}`, { headers })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return response.json() as Promise<{ id: number }[]>
  }
  for (let page = 1; page <= count / 100; page++) {
    for (const { id } of await get(`deployments?task=tagback&per_page=100&page=${page}`)) {
      await get(`deployments/${id}/statuses?per_page=1`)
    }
  }
  return { ms: performance.now() - began, requests: github.requests.length }
}
