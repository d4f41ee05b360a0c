import type { EntityKind } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import type { ExternalId, Ids } from '../kernel/ports.ts'
import { createIdCipher, type IdCipher } from '../values/id.ts'

const TENANTS_KEPT = 1000
/** A crowd names one batch again and again. */
const IDS_KEPT = 4096

/** Ids as other parties see them, for each tenant under its own key. */
export function externalIds(keys: KeyRing): (tenant: string) => Ids {
  const known = new Map<string, Ids>()
  return (tenant) => {
    const found = known.get(tenant)
    if (found) return found
    if (known.size >= TENANTS_KEPT) known.clear()
    const made = idsUnder(createIdCipher(keys.derive('ids', tenant).subarray(0, 16), keys.suite(tenant)))
    known.set(tenant, made)
    return made
  }
}

function idsUnder(cipher: IdCipher): Ids {
  const read = new Map<string, ExternalId | undefined>()
  return {
    encode: (entity, { owner, n }, audience = 'own') =>
      cipher.encode(prefixOf(entity), { owner, kind: entity.kind, n }, audience),
    decode(entity, text, audience = 'own') {
      const name = `${entity.kind}/${audience}/${text}`
      if (read.has(name)) return read.get(name)
      const row = cipher.decode(prefixOf(entity), text, audience)
      const id = row?.kind === entity.kind ? { owner: row.owner, n: row.n } : undefined
      if (read.size >= IDS_KEPT) read.clear()
      // A forged text is not kept: guesses must not push the good ones out.
      if (id) read.set(name, id)
      return id
    },
  }
}

function prefixOf(entity: EntityKind<unknown>): string {
  if (!entity.idPrefix) throw new TallyError('id_prefix_missing', `A ${entity.name} has no external id.`)
  return entity.idPrefix
}
