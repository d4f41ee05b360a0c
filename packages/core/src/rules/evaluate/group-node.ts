import { askAll } from './ask-all.ts'
import type { Node } from './node.ts'
import { resultOf } from './trace.ts'
import { failed, held, type Truth, unknown } from './truth.ts'

interface GroupParts {
  readonly number: number
  readonly path: string
  readonly children: readonly Node[]
  /** The children in the order in which they are asked when only the truth is wanted: by descending priority. */
  readonly asked: readonly Node[]
}

/** Holds when all children hold. `test` looks at every child even after one failed: each failed one is a reason. */
export function allNode(parts: GroupParts): Node {
  const { number, children, asked } = parts
  const test = askAll(children.map((child) => child.test))
  return {
    number,
    test(run) {
      const truth = test(run)
      run.truths[number] = truth
      return truth
    },
    quick(run) {
      let truth: Truth = held
      for (let index = 0; index < asked.length; index += 1) {
        const found = (asked[index] as Node).quick(run)
        if (found === failed) return failed
        if (found === unknown) truth = unknown
      }
      return truth
    },
    ...findingsOf('all', parts),
  }
}

/** Holds when any child holds; the rest are then no longer asked, for they can be no reason. */
export function anyNode(parts: GroupParts): Node {
  const { number, children, asked } = parts
  return {
    number,
    test(run) {
      let truth: Truth = failed
      for (let index = 0; index < children.length; index += 1) {
        const found = (children[index] as Node).test(run)
        if (found === held) {
          truth = held
          break
        }
        if (found === unknown) truth = unknown
      }
      run.truths[number] = truth
      return truth
    },
    quick(run) {
      let truth: Truth = failed
      for (let index = 0; index < asked.length; index += 1) {
        const found = (asked[index] as Node).quick(run)
        if (found === held) return held
        if (found === unknown) truth = unknown
      }
      return truth
    },
    ...findingsOf('any', parts),
  }
}

function findingsOf(kind: 'all' | 'any', { number, path, children }: GroupParts): Pick<Node, 'collect' | 'trace'> {
  const numbers = children.map((child) => child.number)
  const fixedReasons = children.map((child) => child.fixedReason)
  return {
    // A failed group failed by its failed children; an unknown one hangs on its unknown children and on no other.
    collect(run, findings) {
      const truth = run.truths[number]
      for (let index = 0; index < numbers.length; index += 1)
        if (run.truths[numbers[index] as number] === truth) {
          const fixed = truth === failed ? fixedReasons[index] : undefined
          if (fixed !== undefined) findings.reasons.push(fixed)
          else children[index]?.collect(run, findings)
        }
    },
    trace(run) {
      const result = resultOf(run.truths[number] as Truth | 0)
      return { kind, path, result, children: children.map((child) => child.trace(run)) }
    },
  }
}
