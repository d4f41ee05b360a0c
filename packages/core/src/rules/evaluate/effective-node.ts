import type { Message } from '../schema.ts'
import type { Node } from './node.ts'
import { resultOf } from './trace.ts'
import { failed, type Truth } from './truth.ts'

/** `[from, to)` in epoch milliseconds. */
interface Window {
  readonly from: number
  readonly to: number
}

/** Fails outside its window, with the window as the reason; inside it is what `inner` is. */
export function effectiveNode(
  number: number,
  inner: Node,
  { from, to }: Window,
  reason: { readonly path: string; readonly expected: unknown; readonly message?: Message },
): Node {
  const outside = Object.freeze({ fact: 'now', operator: 'effective', result: 'failed' as const, ...reason })
  return {
    number,
    test(run) {
      const truth = run.now >= from && run.now < to ? inner.test(run) : failed
      run.truths[number] = truth
      return truth
    },
    quick: (run) => (run.now >= from && run.now < to ? inner.quick(run) : failed),
    collect(run, findings) {
      if (run.now >= from && run.now < to) inner.collect(run, findings)
      else findings.reasons.push(outside)
    },
    trace(run) {
      const result = resultOf(run.truths[number] as Truth | 0)
      return { kind: 'effective', path: reason.path, result, children: [inner.trace(run)] }
    },
  }
}
