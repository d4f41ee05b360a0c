import { z } from 'zod'
import type { JournalLine } from '../../kernel/ports.ts'
import { riskOutcomes } from '../programme/risk-schema.ts'

const facts = z.record(z.string(), z.unknown())

const recordedData = z.object({
  batch: z.number(),
  holder: z.number(),
  programmeVersion: z.number(),
  risk: z.object({ rule: z.string(), do: z.enum(riskOutcomes) }).optional(),
  decision: z.object({
    rules: z.string(),
    risk: z.object({ programmeVersion: z.number(), rules: z.string() }).optional(),
    facts,
    said: z.string().optional(),
  }),
  judgedAt: z.number().optional(),
  orderAmountMinor: z.number().optional(),
  excludedAmountMinor: z.number().optional(),
  merchantDiscountMinor: z.number().optional(),
  item: z.string().optional(),
  subsidyMinor: z.number().optional(),
})

const entry = z.object({
  events: z.array(z.object({ type: z.string(), data: z.unknown(), sealed: z.string().optional() })),
})

export const recordedEvents = ['voucher.claimed', 'voucher.redeemed'] as const

/** A yes that stands in the journal, with what it rested on. */
export interface RecordedDecision extends z.output<typeof recordedData> {
  readonly seq: number
  /** When the rules were asked, epoch milliseconds. */
  readonly at: number
  readonly event: (typeof recordedEvents)[number]
  readonly sealed?: string | undefined
}

/** The decisions of one journal row. Rows from before decisions were recorded have none. */
export function recordedDecisions({ seq, at, body }: JournalLine): readonly RecordedDecision[] {
  // Most rows tell of something else: those are not worth parsing.
  if (!body.includes('"decision":{')) return []
  return entry.parse(JSON.parse(body)).events.flatMap(({ type, data, sealed }) => {
    const event = recordedEvents.find((known) => known === type)
    const parsed = event && recordedData.safeParse(data)
    return event && parsed?.success ? [{ ...parsed.data, seq, at: parsed.data.judgedAt ?? at, event, sealed }] : []
  })
}
