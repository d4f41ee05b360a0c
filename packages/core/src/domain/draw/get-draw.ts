import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { batchId } from '../batch/batch-view.ts'
import { drawBehind } from './draw-behind.ts'
import { drawView, viewDraw } from './draw-view.ts'

/** A draw as everybody may know it: its times, its commitment, then its sealed list, then how it was drawn. */
export const getDraw = defineOperation({
  name: 'draw.get',
  summary: 'Shows anybody a draw: its times and commitment, then the hash of its list, then how it was drawn.',
  kind: 'read',
  route: 'GET /v1/draws/{batchId}',
  input: z.strictObject({ batchId }),
  output: drawView,
  permits: ['public', 'holder', 'host', 'operator', 'reviewer', 'auditor'],
  scope: 'public',
  refusals: ['batch_unknown', 'draw_unknown'],
  prepare: ({ batchId }, ports) => drawBehind(batchId, ports),
  touches: () => [],
  decide: (_loaded, _input, ctx) => accept(viewDraw(ctx.prepared, ctx.ids)),
})
