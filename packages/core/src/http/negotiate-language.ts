import type { RefusalLocale } from '../kernel/refusals/explain-refusal.ts'

/** Languages that are read; a longer header is somebody playing. */
const MAX_CHARACTERS = 256

/** The language of sentences: the best of what `Accept-Language` names (RFC 9110 §12.5.4), Chinese unless told otherwise. */
export function negotiateLanguage(header: string | undefined): RefusalLocale {
  if (!header) return 'zh-CN'
  const wanted = header
    .slice(0, MAX_CHARACTERS)
    .split(',')
    .map(preference)
    .filter((entry) => entry.quality > 0)
    .sort((one, other) => other.quality - one.quality)
  for (const { primary } of wanted) {
    if (primary === 'en') return 'en'
    if (primary === 'zh' || primary === '*') return 'zh-CN'
  }
  return 'zh-CN'
}

function preference(text: string): { readonly primary: string; readonly quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return { primary: tag.split('-', 1)[0] ?? '', quality: quality === undefined ? 1 : Number(quality) || 0 }
}
