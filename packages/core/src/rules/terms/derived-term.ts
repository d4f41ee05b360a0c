import type { Node } from '../evaluate/node.ts'
import type { Run } from '../evaluate/run.ts'
import { failed, held } from '../evaluate/truth.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { Term } from './term.ts'

/** A fact that is whether a rule holds. Its rule's needs are its own. */
export function ruleTerm(fact: FactDefinition, rule: Node): Term {
  return {
    fact,
    type: 'boolean',
    read(run) {
      const truth = rule.quick(run)
      return truth === held ? true : truth === failed ? false : undefined
    },
    addNeeds(run, needs) {
      rule.test(run)
      rule.collect(run, { reasons: [], needs })
    },
    absence: () => 'missing',
  }
}

/** A number computed from terms, all of which must be known. */
export function numberTerm(
  fact: FactDefinition,
  operands: readonly Term[],
  compute: (values: readonly number[]) => number,
): Term {
  const numberOf = (term: Term, run: Run) => {
    const value = term.read(run)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
  return {
    fact,
    type: 'number',
    read(run) {
      const values: number[] = []
      for (const operand of operands) {
        const value = numberOf(operand, run)
        if (value === undefined) return undefined
        values.push(value)
      }
      const result = compute(values)
      return Number.isFinite(result) ? result : undefined
    },
    addNeeds(run, needs) {
      const open = operands.filter((operand) => numberOf(operand, run) === undefined)
      // All known and yet no number (a division by nothing): any of them could change that.
      for (const operand of open.length > 0 ? open : operands) operand.addNeeds(run, needs)
    },
    absence(run) {
      const open = operands.find((operand) => numberOf(operand, run) === undefined)
      if (open === undefined) return 'not_finite'
      return open.read(run) === undefined ? open.absence(run) : 'wrong_type'
    },
  }
}

/** How many entries a list fact has. */
export function countTerm(fact: FactDefinition, list: Term): Term {
  return {
    fact,
    type: 'number',
    read(run) {
      const value = list.read(run)
      return Array.isArray(value) ? value.length : undefined
    },
    addNeeds: (run, needs) => list.addNeeds(run, needs),
    absence: (run) => (list.read(run) === undefined ? list.absence(run) : 'wrong_type'),
  }
}
