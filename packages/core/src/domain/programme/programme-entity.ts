import type { Write } from '../../kernel/entity.ts'
import { defineEntity, write } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import type { CardBenefit, ProgrammeDocument, VoucherBenefit } from './document-schema.ts'

/** The programme as it stands today: its newest version and what of the budget no batch has taken. */
export interface ProgrammeState {
  readonly programme: string
  readonly version: number
  readonly availableMinor: number
  readonly publishedAt: number
  /** Goes up with every version and every batch, so that a publication sees the batches it must not break. */
  readonly revision: number
}

/** One published version, kept for ever: rights claimed under it are governed by it. */
export interface ProgrammeVersionState {
  readonly name: string
  readonly document: ProgrammeDocument
  readonly publishedAt: number
  readonly publishedBy: string
}

const sharedOfNone = { facts: {}, conditions: {}, derived: {}, calendars: {}, risk: [] } as const

export const programmeEntity = defineEntity<ProgrammeState>({
  kind: 10,
  name: 'programme',
  version: 1,
  nameOf: (state) => state.programme,
})
export const programmeVersionEntity = defineEntity<ProgrammeVersionState>({
  kind: 11,
  name: 'programmeVersion',
  version: 2,
  // Version 1 was published before documents had shared conditions, calendars and risk rules: it has none.
  upcast: (state) => {
    const { document, ...rest } = state as ProgrammeVersionState
    return { ...rest, document: { ...sharedOfNone, ...document } }
  },
  nameOf: (state) => state.name,
})

/** The programme's row once a batch has been added. */
export function countRevision(programme: ProgrammeState): Write {
  return write(referenceRef(programmeEntity, programme.programme), { ...programme, revision: programme.revision + 1 })
}

export function versionName(programme: string, version: number): string {
  return `${programme}@${version}`
}

/** The version in force today, or the one named `spring@3`. */
export function findVersion(reference: Reference, name: string): ProgrammeVersionState | undefined {
  const today = reference.find(programmeEntity, name)
  return reference.find(programmeVersionEntity, today ? versionName(today.programme, today.version) : name)
}

export interface FoundBenefit<B> {
  readonly programme: ProgrammeVersionState
  readonly document: ProgrammeDocument
  readonly name: string
  readonly benefit: B
}

/** Finds `spring/catering` in the version in force, or `spring@3/catering` in that version. */
export function findBenefit(
  reference: Reference,
  path: string,
): FoundBenefit<VoucherBenefit | CardBenefit> | undefined {
  const slash = path.indexOf('/')
  const programme = findVersion(reference, path.slice(0, slash))
  const name = path.slice(slash + 1)
  const benefit =
    programme && Object.hasOwn(programme.document.benefits, name) ? programme.document.benefits[name] : undefined
  return programme && benefit ? { programme, document: programme.document, name, benefit } : undefined
}
