import type { BatchStatus } from './batch-entity.ts'

export type BatchEvent = 'approve' | 'pause' | 'resume' | 'close' | 'void'

/** Every state × event: the next state, or undefined where it is refused. Closed is final; what was claimed stays valid unless it is voided. */
export const batchTransitions: Readonly<Record<BatchStatus, Readonly<Record<BatchEvent, BatchStatus | undefined>>>> = {
  draft: { approve: 'open', pause: undefined, resume: undefined, close: 'closed', void: undefined },
  open: { approve: undefined, pause: 'paused', resume: undefined, close: 'closed', void: undefined },
  paused: { approve: undefined, pause: undefined, resume: 'open', close: 'closed', void: 'closed' },
  closed: { approve: undefined, pause: undefined, resume: undefined, close: undefined, void: 'closed' },
}
