/** `true` and `false` settle the condition. A text is the problem that leaves it unknown, e.g. `position_inaccurate`. */
export type Answer = boolean | string

/** Asked once an evaluation, with a value of a type the operator takes. `now` in epoch milliseconds. Reads no clock, changes nothing. */
export type Test = (actual: unknown, now: number) => Answer
