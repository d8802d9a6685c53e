/** What git needs of the machine: programs, proxies, certificates, places for temporary files. */
const PASSED_ON =
  /^(PATH|PATHEXT|SYSTEMROOT|WINDIR|COMSPEC|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|GIT_SSL_CA(INFO|PATH)|GIT_EXEC_PATH)$/

export type GitEnvironmentOrder = {
  /** The environment of this process. */
  parent: Readonly<Record<string, string | undefined>>
  /** An empty directory that takes the place of the user's home. */
  home: string
  /** `https://github.com`, without a slash at the end. */
  serverUrl: string
  token: string
}

/**
 * An environment in which git sees no configuration of the machine or the user, runs no hook, filter, file system
 * monitor, credential helper or maintenance, asks nobody, talks HTTP only and follows no redirect. The token is in it
 * (as actions/checkout writes it), so that it stands neither in arguments nor on disk: use it for git alone.
 */
export const gitEnvironment = (
  { parent, home, serverUrl, token }: GitEnvironmentOrder,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> => {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64')
  const settings: [string, string][] = [
    ['core.hooksPath', `${home}/no-hooks`],
    ['core.fsmonitor', 'false'],
    ['core.askPass', ''],
    ['credential.helper', ''],
    ['submodule.recurse', 'false'],
    ['maintenance.auto', 'false'],
    ['gc.auto', '0'],
    ['protocol.version', '2'],
    // The same bytes on every system: \r\n only where .gitattributes asks for it.
    ['core.autocrlf', 'false'],
    ['core.eol', 'lf'],
    ['core.protectHFS', 'true'],
    ['core.protectNTFS', 'true'],
    ['core.longPaths', 'true'],
    // A redirect would take the token along.
    ['http.followRedirects', 'false'],
    // Git for Windows names its certificates in the system configuration, which is off here.
    ...(platform === 'win32' ? [['http.sslBackend', 'schannel'] as [string, string]] : []),
    ...(token === ''
      ? []
      : [[`http.${serverUrl}/.extraheader`, `AUTHORIZATION: basic ${credentials}`] as [string, string]]),
  ]
  return {
    ...Object.fromEntries(
      Object.entries(parent).flatMap(([name, value]) =>
        value !== undefined && PASSED_ON.test(name.toUpperCase()) ? [[name, value]] : [],
      ),
    ),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: `${home}/no-config`,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: new URL(serverUrl).protocol.slice(0, -1),
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  }
}
