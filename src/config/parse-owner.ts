/** Logins and names of teams as GitHub makes them: letters, digits, single hyphens; `_` in logins of managed accounts. */
const OWNER = /^@[a-z\d](?:[a-z\d_-]{0,98})(?:\/[a-z\d_][a-z\d_-]{0,98})?$/i

/** Who is mentioned in an incident. */
export const parseOwner = (text: string): string => {
  const owner = text.trim()
  if (!OWNER.test(owner)) throw new Error(`expected @user or @org/team, got ${JSON.stringify(text.slice(0, 100))}`)
  return owner
}
