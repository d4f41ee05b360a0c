import { qrPath } from '../qr/qr-path.ts'
import { type Answer, isBusy, isUnknownResult, type RefusalAnswer } from './answer.ts'
import { codeAt, type HandedCode, isRunningLow, reachSeconds, untilNextSecond } from './code-schedule.ts'
import { keepAwake } from './keep-awake.ts'
import { FIX_AGE_MS, isPresenceAsked } from './locate-right.ts'
import { noteNetwork } from './network-state.ts'
import type { Card, CodesHandedOut, Voucher } from './wallet-api.ts'
import type { WalletContext } from './wallet-flow.ts'
import type { CodeOnScreen, Right } from './wallet-state.ts'
import { withProof } from './with-proof.ts'

export interface CodeScreen {
  /** The page was hidden, or is back. */
  setVisible(isVisible: boolean): void
  stop(): void
}

export interface CodeScreenEnds {
  /** No code can be shown: a sentence why. */
  readonly onRefused: (refusal: RefusalAnswer) => void
  /** The right was used, ran out or was withdrawn meanwhile. */
  readonly onChanged: (right: Right) => void
}

const POLL_MS = 4000
const RETRY_MS = 5000

/** Shows the code of a right: turns it over in time, fetches new ones before they run out, notices that it was used. */
export function startCodeScreen(
  context: WalletContext,
  right: Right,
  { onRefused, onChanged }: CodeScreenEnds,
): CodeScreen {
  const { store, clock, emit, say } = context
  let codes: readonly HandedCode[] = []
  let onScreen: CodeOnScreen | undefined
  let isStopped = false
  let isVisible = true
  let isFetching = false
  let mayFetchAt = 0
  let tickTimer: ReturnType<typeof setTimeout> | undefined
  let pollTimer: ReturnType<typeof setTimeout> | undefined

  const isOver = () => isStopped || !context.isAlive()

  function draw(): void {
    const nowMs = clock.now()
    const current = codeAt(codes, nowMs)
    if (!current) {
      onScreen = undefined
      store.set({ code: store.get().isOffline ? 'none' : undefined })
      return
    }
    const isNew = onScreen?.text !== current.text
    const picture = isNew || !onScreen ? qrPath(current.text) : onScreen.picture
    const isFirst = onScreen === undefined
    onScreen = { ...current, picture, reachSeconds: reachSeconds(codes, nowMs) }
    store.set({ code: onScreen, ...(isNew && !isFirst && { announcement: say('newCode') }) })
    if (isNew) emit('tally-qr-rotated', { expiresAt: codes[current.index]?.validTo ?? '' })
  }

  function tick(): void {
    clearTimeout(tickTimer)
    if (isOver() || !isVisible) return
    draw()
    if (isRunningLow(codes, clock.now()) && clock.tick() >= mayFetchAt) fetchCodes()
    tickTimer = setTimeout(tick, untilNextSecond(codes, clock.now()))
  }

  async function fetchCodes(): Promise<void> {
    if (isFetching || isOver()) return
    isFetching = true
    const answer = await askForCodes(context, right)
    isFetching = false
    if (isOver()) return
    if (answer.ok) codes = answer.value.codes
    else if (isUnknownResult(answer) || isBusy(answer)) mayFetchAt = clock.tick() + RETRY_MS * (0.5 + Math.random())
    // A fix that failed this time is no reason to take away codes that still count.
    else if (codeAt(codes, clock.now()) && answer.code.startsWith('position_')) mayFetchAt = clock.tick() + RETRY_MS
    else return refuse(answer)
    tick()
  }

  async function refuse(refusal: RefusalAnswer): Promise<void> {
    const changed = await lookAgain(context, right)
    if (isOver()) return
    if (changed) onChanged(changed)
    else onRefused(refusal)
  }

  async function poll(): Promise<void> {
    const changed = isVisible && !store.get().isOffline ? await lookAgain(context, right) : undefined
    if (isOver()) return
    if (changed) return onChanged(changed)
    pollTimer = setTimeout(poll, POLL_MS * (1 + Math.random() / 4))
  }

  store.set({ code: undefined, digits: undefined })
  const release = keepAwake()
  fetchCodes()
  pollTimer = setTimeout(poll, POLL_MS)
  return {
    setVisible(nowVisible) {
      const isBack = nowVisible && !isVisible
      isVisible = nowVisible
      if (!isBack) return
      mayFetchAt = 0
      tick()
      fetchCodes()
    },
    stop() {
      isStopped = true
      release()
      clearTimeout(tickTimer)
      clearTimeout(pollTimer)
    },
  }
}

async function askForCodes(context: WalletContext, right: Right): Promise<Answer<CodesHandedOut>> {
  const { api, clock } = context
  const position = isPresenceAsked(right) ? await context.locate(FIX_AGE_MS) : undefined
  if (position && 'ok' in position) return position
  const sentAt = clock.tick()
  const answer =
    right.kind === 'voucher'
      ? await withProof(context, (proved) =>
          api.voucher.codes({ voucherId: right.voucher.voucherId, ...(position && { position }), ...proved }),
        )
      : await api.card.codes({ cardId: right.card.cardId })
  noteNetwork(context, answer)
  if (answer.ok) clock.sync(answer.value.serverNow, sentAt)
  return answer
}

/** The right as it is now, if it is not any more what the screen says. */
async function lookAgain({ api }: WalletContext, right: Right): Promise<Right | undefined> {
  if (right.kind === 'voucher') {
    const answer: Answer<Voucher> = await api.voucher.get({ voucherId: right.voucher.voucherId })
    return answer.ok && (!/^(outstanding|reserved)$/.test(answer.value.state) || answer.value.hold?.needsConfirmation)
      ? { kind: 'voucher', voucher: answer.value }
      : undefined
  }
  const answer: Answer<Card> = await api.card.balance({ cardId: right.card.cardId })
  const isSame =
    !answer.ok || (answer.value.balanceMinor === right.card.balanceMinor && answer.value.state === 'activated')
  return isSame ? undefined : { kind: 'card', card: answer.value }
}
