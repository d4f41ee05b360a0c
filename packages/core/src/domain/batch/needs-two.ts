import type { Actor } from '../../kernel/actor.ts'
import type { ProgrammeDocument } from '../programme/document-schema.ts'

/** Whether a programme's vouchers take a second person, at the opening of a batch or later; unless it says, on any durable store. */
export function needsTwo(document: ProgrammeDocument | undefined, { durable }: { readonly durable: boolean }): boolean {
  return (document?.approval ?? (durable ? 'two' : 'one')) !== 'one'
}

/**
 * Whether the second person comes by the same secret key as the first, where the programme asks for two keys. What nobody
 * knows of may have been the same: a local actor, or a first act of before the programme asked.
 *
 * @param under the `credential` of the first.
 */
export function sharesKey(
  document: ProgrammeDocument | undefined,
  under: string | undefined,
  { credential }: Pick<Actor, 'credential'>,
): boolean {
  return document?.approval === 'twoKeys' && (credential === undefined || under === undefined || under === credential)
}
