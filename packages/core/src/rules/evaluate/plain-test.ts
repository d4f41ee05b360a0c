import type { Answer } from '../operators/answer.ts'
import type { Run } from './run.ts'
import { type Truth, unknown } from './truth.ts'

interface PlainParts {
  readonly number: number
  /** Of the group in `Run.groups`. */
  readonly index: 0 | 1 | 2 | 3
  readonly key: string
  readonly judge: (actual: unknown, now: number, other: unknown) => Answer
  /** What a judgement of true and of false means. */
  readonly yes: Truth
  readonly no: Truth
}

type Place = (parts: PlainParts) => (run: Run) => Truth

/**
 * The same function many times, on purpose: an engine remembers at each place in the source which objects were read and which functions
 * were called there, and inlines them when they are always the same. One place for all conditions would remember nothing. Measured on the
 * ten-condition set of the rules bench: two sevenths of the time.
 */
const places: readonly Place[] = [
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
  ({ number, index, key, judge, yes, no }) =>
    (run) => {
      const actual = groupIn(run, index, key)[key]
      const found = actual === undefined || actual === null ? undefined : judge(actual, run.now, undefined)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
]

const taken = new Map<string, Place>()

/**
 * A test of a fact in a group against a value in the rule. Each fact and operator has a place of its own as long as there are places left;
 * after that they share.
 */
export function plainTest(operator: string, parts: PlainParts): (run: Run) => Truth {
  const name = `${operator} ${parts.key}`
  let place = taken.get(name)
  if (place === undefined) {
    place = places[taken.size % places.length] as Place
    if (taken.size < maxTaken) taken.set(name, place)
  }
  return place(parts)
}

/** Enough for the facts of many programmes; beyond, places are shared anyhow. */
const maxTaken = 1_000

type Group = Readonly<Record<string, unknown>>
const none: Group = Object.freeze(Object.create(null) as Group)

/** The group if it holds the key itself; an inherited value is nobody's fact. */
function groupIn(run: Run, index: 0 | 1 | 2 | 3, key: string): Group {
  const group = run.groups[index]
  return run.plain || Object.hasOwn(group, key) ? group : none
}

/** Writes down what a condition was found to be, and why where nobody knows. */
export function noted(run: Run, number: number, found: Answer | undefined, truth: Truth): Truth {
  if (truth === unknown) run.problems[number] = found as string | undefined
  run.truths[number] = truth
  return truth
}
