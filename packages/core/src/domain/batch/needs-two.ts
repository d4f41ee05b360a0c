import type { Ports } from '../../kernel/ports.ts'
import type { ProgrammeDocument } from '../programme/document-schema.ts'
import { findVersion } from '../programme/programme-entity.ts'

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
  programme: string,
  under: string | undefined,
  { reference, actor: { credential } }: Pick<Ports, 'reference' | 'actor'>,
): boolean {
  if (findVersion(reference, programme)?.document.approval !== 'twoKeys') return false
  return credential === undefined || under === undefined || under === credential
}
