import type { ComponentChildren } from 'preact'
import { type Locale, serverLocale } from '../i18n/local-text.ts'
import type { AnswerReason } from '../state/answer.ts'
import { needsPosition } from '../state/needs-position.ts'
import type { Offer } from '../state/wallet-api.ts'
import { Button } from './button.tsx'
import { AlertIcon, ClockIcon, PinIcon } from './icons.tsx'
import { opensIn } from './opens-in.ts'
import { VoucherFace } from './voucher-tile.tsx'
import type { WalletWords } from './wallet-props.ts'

interface OfferTileProps {
  readonly words: WalletWords
  readonly offer: Offer
  readonly nowMs: number
  readonly isBusy: boolean
  readonly onClaim: () => void
  /** Of its draw. */
  readonly children?: ComponentChildren
}

/** One thing that may be claimed: its button, or a sentence why not and what would help. */
export function OfferTile({ words, offer, nowMs, isBusy, onClaim, children }: OfferTileProps) {
  const days = /^P(\d+)D$/.exec(offer.usableWithin)?.[1]
  const state = offerState(offer, nowMs)
  return (
    <li class="tile" part="item">
      <div class={state === 'claimable' ? 'offer' : undefined}>
        <VoucherFace words={words} of={offer} {...(days && { note: words.t('usableDays', { days }) })} />
        {state === 'claimable' && (
          <Button label={words.t('claimOf', { title: words.local(offer.title) })} isBusy={isBusy} onPress={onClaim}>
            {words.t(isBusy ? 'working' : 'claim')}
          </Button>
        )}
      </div>
      {children}
      {state !== 'draw' && <OfferNote words={words} offer={offer} state={state} nowMs={nowMs} />}
    </li>
  )
}

export type OfferState = 'claimable' | 'draw' | 'barred' | 'waiting' | 'claimed' | 'sold_out' | 'paused' | 'closed'

/** At its time an offer opens on the screen by itself: a crowd that asked the server at that second would only hurt. */
export function offerState(offer: Offer, nowMs: number): OfferState {
  const { state, draw } = offer
  // Who did not enter in time can do nothing more.
  if (draw?.entry === 'none' && nowMs >= Date.parse(draw.entriesUntil)) return 'closed'
  if (state !== 'open' && state !== 'not_open') return state
  if (nowMs >= Date.parse(offer.closesAt)) return 'closed'
  if (isBarred(offer)) return 'barred'
  return state === 'not_open' && nowMs < Date.parse(offer.opensAt) ? 'waiting' : 'claimable'
}

/** A position can be asked for here; everything else that is missing the person must bring along. */
export function isBarred({ outcome, needs }: Offer): boolean {
  return outcome === 'ineligible' || (outcome === 'undecided' && needs.some((fact) => fact !== 'position'))
}

interface NoteProps {
  readonly words: WalletWords
  readonly offer: Offer
  readonly state: OfferState
  readonly nowMs: number
}

function OfferNote({ words, offer, state, nowMs }: NoteProps) {
  if (state === 'claimable') {
    if (!needsPosition(offer)) return null
    return (
      <p class="note">
        <PinIcon />
        <span>{words.t('positionNote')}</span>
      </p>
    )
  }
  if (state === 'barred') return <BarredNote words={words} offer={offer} />
  if (state === 'waiting') {
    return (
      <div class="note">
        <ClockIcon />
        <div class="stack-tight">
          <strong>{words.t('opensAt', { time: words.instant(offer.opensAt) })}</strong>
          <p>
            {opensIn(words, Date.parse(offer.opensAt) - nowMs)}
            {words.locale === 'en' ? '. ' : '。'}
            {words.t('opensNote')}
          </p>
        </div>
      </div>
    )
  }
  return <p class="note">{words.t(state === 'paused' ? 'pausedNote' : 'soldOutNote')}</p>
}

/** Why the rules say no, or what they want to know. */
export function BarredNote({ words, offer }: Pick<NoteProps, 'words' | 'offer'>) {
  return (
    <div class="note note-warn">
      <AlertIcon />
      <div class="stack-tight">
        <strong>{words.t(offer.outcome === 'ineligible' ? 'whyNot' : 'stillNeeded')}</strong>
        {reasonSentences(offer.reasons, words.locale).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  )
}

/** What the rules say, once each; conditions without a sentence of their own say nothing a person could use. */
export function reasonSentences(reasons: readonly AnswerReason[], locale: Locale): readonly string[] {
  return [...new Set(reasons.flatMap(({ message }) => message?.[serverLocale(locale)] ?? message?.['zh-CN'] ?? []))]
}
