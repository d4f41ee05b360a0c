import type { Message } from '../schema.ts'
import { failed, type Node } from './node.ts'

/** `[from, to)` in epoch milliseconds. */
interface Window {
  readonly from: number
  readonly to: number
}

/** Fails outside its window, with the window as the reason; inside it is what `inner` is. */
export function effectiveNode(
  number: number,
  inner: Node,
  window: Window,
  reason: { readonly path: string; readonly expected: unknown; readonly message?: Message },
): Node {
  return {
    number,
    test(run) {
      const truth = run.now >= window.from && run.now < window.to ? inner.test(run) : failed
      run.truths[number] = truth
      return truth
    },
    collect(run, findings) {
      if (run.now >= window.from && run.now < window.to) inner.collect(run, findings)
      else findings.reasons.push({ fact: 'now', operator: 'effective', result: 'failed', ...reason })
    },
  }
}
