import type { PersonInput } from '../../kernel/actor.ts'
import { pepperedHash } from '../../kernel/keyed-hash.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { identifyDocument } from '../../values/identity-document/identify-document.ts'
import { parseIdentityDocument } from '../../values/identity-document/parse-identity-document.ts'

export const personRefusals = ['person_missing', 'identity_document_invalid', 'identity_conflict'] as const

/**
 * The owner number behind a person's documents or pseudonym, made at first sight. Every spelling of a document gives one
 * identifier, and only its keyed hash is stored.
 * Not checked: that the person is who the documents say; the host has done that.
 */
export async function identifyPerson(
  person: PersonInput,
  ports: Ports,
): Promise<Outcome<number, (typeof personRefusals)[number]>> {
  const identifiers: string[] = []
  const documents = [
    ...(person.idNumber === undefined ? [] : [identifyDocument(person.idNumber, { nowMs: ports.now })]),
    ...(person.documents ?? []).map((document) => parseIdentityDocument(document as never, { nowMs: ports.now })),
  ]
  for (const document of documents) {
    if (!document.ok) return refused('identity_document_invalid', { problem: document.detail.problem })
    identifiers.push(`document/${document.value.canonical}`)
  }
  if (person.alias !== undefined) identifiers.push(`alias/${person.alias}`)
  if (identifiers.length === 0) return refused('person_missing')
  const { keys, actor } = ports
  const found = await ports.identify(identifiers.map((name) => pepperedHash(keys, actor.tenant, name)))
  return found.found ? accepted(found.owner) : refused('identity_conflict')
}
