/** Shorter values (`true`, `eu-1`) would tear ordinary words apart. */
const SHORTEST_SECRET = 8
const SECRET_NAME = /token|secret|passw|credential|private|auth(?!or)|(^|_)(api|access)?key(_|$)/i

/** Replaces every occurrence of the secrets by `***`. Secrets shorter than eight characters are left alone. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, ...secret.split('\n')].map((part) => part.trim()))
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)

/**
 * The values of the variables whose names say that they are secret. What a command prints ends up in issues and
 * records, which the runner does not mask as it masks the log.
 */
export const secretsOf = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(env).flatMap(([name, value]) => (SECRET_NAME.test(name) && value ? [value] : []))
