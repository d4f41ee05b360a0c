import type { DrawRecord, Outcome } from '@tallystick/core'
import type { PlainCaller } from '../caller.ts'

const PAGE = 200

interface Line {
  readonly seq: number
  readonly entry: {
    readonly events?: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]
  }
  readonly link: string | null
}

type Rows = NonNullable<DrawRecord['journal']>

/**
 * What the journal says of one draw, each row with the link of the chain that covers it. Draws are written into the first lane. Who
 * of the staff did what stays in the house.
 *
 * @param document of the draw's record
 */
export async function drawJournal(call: PlainCaller, document: string): Promise<Outcome<Rows>> {
  const told = JSON.parse(document) as Readonly<Record<string, unknown>>
  const rows: { -readonly [Name in keyof Rows[number]]: Rows[number][Name] }[] = []
  for (let after = 0; ; ) {
    const page = await call('journal.read', { lane: 0, after, limit: PAGE })
    if (!page.ok) return page
    const { entries, next } = page.value as { entries: readonly Line[]; next: number }
    for (const { seq, entry, link } of entries) {
      for (const event of entry.events ?? []) {
        if (!isOf(event, told)) continue
        const { batch: _batch, by: _by, ...data } = event.data
        rows.push({ seq, event: { type: event.type, data } })
      }
      if (link === null) continue
      for (const row of rows) if (row.link === undefined) Object.assign(row, { linkSeq: seq, link })
    }
    if (next === after) return { ok: true, value: rows }
    after = next
  }
}

/** Which draw a row speaks of is told by its hashes. */
function isOf(
  { type, data }: { type: string; data: Readonly<Record<string, unknown>> },
  told: Readonly<Record<string, unknown>>,
) {
  if (type === 'batch.opened') return (data.draw as { commitment?: string } | undefined)?.commitment === told.commitment
  return (type === 'draw.sealed' || type === 'draw.drawn') && data.listHash === told.listHash
}
