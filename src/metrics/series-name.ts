/**
 * A canonical text of a series: the same labels in another order are the same series. As in PromQL, a label that is
 * empty is a label that is not there.
 */
export const seriesName = (name: string, labels: Iterable<readonly [label: string, value: string]>): string => {
  const sorted = [...labels].filter(([, value]) => value !== '').sort(([one], [other]) => (one < other ? -1 : 1))
  return `${name}{${sorted.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`
}
