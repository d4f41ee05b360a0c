import { refusalEntry, refusals } from '../../kernel/refusals/catalogue.ts'
import { problemType } from './problem.ts'

/** One code as the error reference shows it; sentences with their placeholders. */
export interface ErrorReferenceEntry {
  readonly type: string
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly 'zh-CN': string
  readonly en: string
}

/** Every code there is, in alphabetical order. */
export function errorReference(basePath: string): readonly ErrorReferenceEntry[] {
  return Object.keys(refusals)
    .sort()
    .flatMap((code) => errorReferenceEntry(code, basePath) ?? [])
}

export function errorReferenceEntry(code: string, basePath: string): ErrorReferenceEntry | undefined {
  const entry = refusalEntry(code)
  if (!entry) return undefined
  const { status, retryable = false, 'zh-CN': zh, en } = entry
  return { type: problemType(code, basePath), code, status, retryable, 'zh-CN': zh, en }
}
