/** An address for messages: without user name, password, fragment and the values of its query, which may be secret. */
export const showUrl = (text: string): string => {
  if (!URL.canParse(text)) return 'an address that is not valid'
  const url = new URL(text)
  const names = [...new Set(url.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=…`)
  return `${url.origin}${url.pathname}${names.length === 0 ? '' : `?${names.join('&')}`}`
}
