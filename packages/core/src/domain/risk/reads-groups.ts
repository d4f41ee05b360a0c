import type { Reference } from '../../kernel/ports.ts'
import { programmeRules } from '../programme/compiled-rules.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'

const groupFacts = ['merchant.groupScore', 'pair.groupScore', 'person.groupScore'] as const

/** True while a risk rule in force reads a group score: only then who came to which shop is anybody's business. */
export function readsGroups(reference: Reference): boolean {
  return reference.list(programmeEntity).some(({ programme }) => {
    const found = findVersion(reference, programme)
    if (!found) return false
    const { risk } = programmeRules(found.document)
    return [...risk.claim, ...risk.redeem].some(({ when }) =>
      Array.from(when.reads.values()).some(({ fact }) => (groupFacts as readonly string[]).includes(fact.name)),
    )
  })
}
