import { z } from 'zod'

/** Programmes, benefits, regions, rules and items by name. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, at most 64')
export const text = z.strictObject({ 'zh-CN': z.string().min(1).max(200), en: z.string().min(1).max(200) })
export const instant = z.iso.datetime({
  offset: true,
  error: 'an instant with its offset, e.g. 2025-01-20T10:00:00+08:00',
})
/** Checked in full by the rules language; here only that it is an object. */
export const conditions = z.record(z.string(), z.unknown())

export type LocalText = z.output<typeof text>
