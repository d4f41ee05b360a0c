import type { Allotment } from '../../kernel/allotment.ts'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Ports } from '../../kernel/ports.ts'
import { laneNumbers } from '../lane-numbers.ts'

/** Read without a lock: people go on claiming, and stock that is just being moved is not seen. */
export async function unclaimedNow(stock: Allotment, ports: Ports): Promise<number> {
  const stripes = laneNumbers(ports.lanes).map((lane) => stripeRef(stock, lane))
  const loaded = await ports.read([homeRef(stock), ...stripes])
  const left = stripes.reduce((sum, stripe) => sum + (loaded.get(stripe)?.left ?? 0), 0)
  return left + (loaded.get(homeRef(stock))?.left ?? 0)
}

/** Takes so much out of the home row and the stripe beside it; undefined while they do not hold that much. */
export function takeBack(loaded: Loaded, stock: Allotment, units: number): Write[] | undefined {
  const beside = stripeRef(stock, stock.owner)
  const home = loaded.get(homeRef(stock)) ?? { left: 0, moves: 0 }
  const stripe = loaded.get(beside) ?? { left: 0 }
  const fromHome = Math.min(home.left, units)
  if (stripe.left < units - fromHome) return undefined
  return [
    write(homeRef(stock), { ...home, left: home.left - fromHome, moves: home.moves + 1 }),
    write(beside, { left: stripe.left - (units - fromHome) }),
  ]
}
