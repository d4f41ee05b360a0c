/** Each screen's service makes keys and a world of its own: all at once, on a slow phone or beside other work, none would be there for a minute. */
const AT_ONCE = 4

const waiting: (() => Promise<void>)[] = []
let running = 0

/** Does this when few others are being done. It must not fail. */
export function inTurn(work: () => Promise<void>): void {
  waiting.push(work)
  next()
}

function next(): void {
  const work = running < AT_ONCE ? waiting.shift() : undefined
  if (!work) return
  running += 1
  void work().then(() => {
    running -= 1
    next()
  })
}
