import { fillUrl } from '../config/fill-placeholders.ts'
import type { SourceSettings } from './source-settings.ts'

/** @throws when there is no address, or it is not one that may be asked */
export const checkedUrl = ({ url, values }: Pick<SourceSettings, 'url' | 'values'>): string => {
  if (url === undefined || url.trim() === '') throw new Error('expected the address of the metric source, got none')
  return fillUrl(url.trim(), values)
}
