import { claimAVoucher } from './claim-a-voucher.ts'
import { auditAll, closeTheBooks } from './close-the-books.ts'
import { crowd } from './crowd.ts'
import { drawInstead } from './draw-instead.ts'
import { giveCards } from './give-cards.ts'
import { makeCards } from './make-cards.ts'
import { openABatch } from './open-a-batch.ts'
import { orderOnline } from './order-online.ts'
import { otherTerms } from './other-terms.ts'
import { openScene } from './scene.ts'
import { spendCards } from './spend-cards.ts'
import { stayApart } from './stay-apart.ts'
import { useAVoucher } from './use-a-voucher.ts'

/**
 * Plays the whole story over HTTP. Returns how many steps were as expected.
 * @throws TourFailure at the first step that was not, with what was expected and what came.
 */
export async function playTour(print: (line: string) => void): Promise<number> {
  const scene = await openScene(print)
  try {
    const small = await openABatch(scene)
    const voucherId = await claimAVoucher(scene, small)
    await useAVoucher(scene, voucherId)
    await orderOnline(scene)
    const crowded = await crowd(scene)
    await drawInstead(scene)
    const cards = await makeCards(scene)
    await giveCards(scene, cards)
    await spendCards(scene, cards)
    await stayApart(scene, small)
    await closeTheBooks(scene, { small, crowded })
    await otherTerms(scene)
    await auditAll(scene)
    return scene.log.steps
  } finally {
    await scene.close()
  }
}
