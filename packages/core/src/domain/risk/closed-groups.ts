import { defineEntity } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'
import { shortOf } from './short-of.ts'

/**
 * A closed group of shops and people: most of what happens at its shops is done by its people, and they go nowhere else.
 * Found by `risk.groups` from the journal; small reference data, replaced as a whole.
 */
export interface ClosedGroup {
  readonly shops: readonly string[]
  /** 32 bits of the holders' numbers, ascending. */
  readonly people: readonly number[]
  /** Percent of the shops' uses in the window that the group's people made. */
  readonly score: number
}

export interface ClosedGroupsState {
  readonly name: 'groups'
  readonly at: number
  readonly groups: readonly ClosedGroup[]
}

export const closedGroupsEntity = defineEntity<ClosedGroupsState>({
  kind: 73,
  name: 'closedGroups',
  version: 1,
  nameOf: ({ name }) => name,
})

const people = new WeakMap<ClosedGroup, ReadonlySet<number>>()

function hasPerson(group: ClosedGroup, person: number): boolean {
  const known = people.get(group) ?? new Set(group.people)
  people.set(group, known)
  return known.has(person)
}

function best(groups: readonly ClosedGroup[], fits: (group: ClosedGroup) => boolean): number {
  return groups.reduce((most, group) => (fits(group) ? Math.max(most, group.score) : most), 0)
}

function groupsOf(reference: Reference): readonly ClosedGroup[] {
  return reference.find(closedGroupsEntity, 'groups')?.groups ?? []
}

/** The highest score of a group the person belongs to, as a fact. */
export function personGroupFact(reference: Reference, owner: number) {
  const person = shortOf(owner)
  return { 'person.groupScore': best(groupsOf(reference), (group) => hasPerson(group, person)) }
}

/** Beside that, the highest score of a group the shop belongs to, and of one they share. */
export function groupFacts(reference: Reference, merchantId: string, owner: number) {
  const groups = groupsOf(reference).filter(({ shops }) => shops.includes(merchantId))
  const person = shortOf(owner)
  return {
    ...personGroupFact(reference, owner),
    'merchant.groupScore': best(groups, () => true),
    'pair.groupScore': best(groups, (group) => hasPerson(group, person)),
  }
}
