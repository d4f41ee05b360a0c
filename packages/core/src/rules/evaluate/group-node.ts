import { failed, held, type Node, type Truth, unknown } from './node.ts'

/** Holds when all children hold. Looks at every child even after one failed: each failed one is a reason. */
export function allNode(number: number, children: readonly Node[]): Node {
  return groupNode(number, children, (run) => {
    let truth: Truth = held
    for (const child of children) {
      const found = child.test(run)
      if (found === failed) truth = failed
      else if (found === unknown && truth === held) truth = unknown
    }
    return truth
  })
}

/** Holds when any child holds; the rest are then no longer asked, for they can be no reason. */
export function anyNode(number: number, children: readonly Node[]): Node {
  return groupNode(number, children, (run) => {
    let truth: Truth = failed
    for (const child of children) {
      const found = child.test(run)
      if (found === held) return held
      if (found === unknown) truth = unknown
    }
    return truth
  })
}

function groupNode(number: number, children: readonly Node[], decide: Node['test']): Node {
  return {
    number,
    test(run) {
      const truth = decide(run)
      run.truths[number] = truth
      return truth
    },
    // A failed group failed by its failed children; an unknown one hangs on its unknown children and on no other.
    collect(run, findings) {
      const truth = run.truths[number]
      for (const child of children) if (run.truths[child.number] === truth) child.collect(run, findings)
    },
  }
}
