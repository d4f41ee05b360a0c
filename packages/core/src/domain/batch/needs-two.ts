import type { ProgrammeDocument } from '../programme/document-schema.ts'

/** Whether a programme's vouchers take a second person, at the opening of a batch or later; unless it says, on any durable store. */
export function needsTwo(document: ProgrammeDocument | undefined, { durable }: { readonly durable: boolean }): boolean {
  return (document?.approval ?? (durable ? 'two' : 'one')) === 'two'
}
