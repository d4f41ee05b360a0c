import { needsPosition } from '../state/needs-position.ts'
import type { Offer, OfferedDraw } from '../state/wallet-api.ts'
import { Button } from '../views/button.tsx'
import { CheckIcon, ClockIcon, PinIcon } from '../views/icons.tsx'
import { BarredNote, isBarred } from '../views/offer-tile.tsx'
import type { MoreProps } from './more-props.ts'

interface DrawNoteProps extends MoreProps {
  readonly offer: Offer
  readonly draw: OfferedDraw
}

/** In the tile of what is drawn: until when one may enter, or what became of the entry. */
export function DrawNote(props: DrawNoteProps) {
  const { state, words, actions, offer, draw } = props
  return (
    <div class="actions">
      {draw.entry === 'none' ? <ToEnter {...props} /> : <Entered {...props} />}
      <Button kind="secondary" isBusy={state.busy === `draw:${offer.batchId}`} onPress={() => actions.showDraw(offer)}>
        {words.t('drawHow')}
      </Button>
    </div>
  )
}

function ToEnter({ state, wallet, words, offer, draw }: DrawNoteProps) {
  if (isBarred(offer)) return <BarredNote words={words} offer={offer} />
  if (draw.state === 'paused') return <p class="note">{words.t('pausedNote')}</p>
  if (draw.state === 'closed' || draw.state === 'drawn') return <p class="note">{words.t('drawClosed')}</p>
  // At its time it opens on the screen by itself, as offers do.
  const isOpen = draw.state === 'open' || state.nowMs >= Date.parse(offer.opensAt)
  const isBusy = state.busy === offer.batchId
  return (
    <>
      <div class="note">
        <ClockIcon />
        <div class="stack-tight">
          <strong>{words.t('drawLead')}</strong>
          {!isOpen && <p>{words.t('drawOpens', { time: words.instant(offer.opensAt) })}</p>}
          <p>{words.t('drawUntil', { time: words.lastMinute(draw.entriesUntil) })}</p>
        </div>
      </div>
      {isOpen && needsPosition(offer) && (
        <p class="note">
          <PinIcon />
          <span>{words.t('positionNote')}</span>
        </p>
      )}
      {isOpen && (
        <Button
          label={words.t('drawEnterOf', { title: words.local(offer.title) })}
          isBusy={isBusy}
          onPress={() => wallet.claim(offer)}
        >
          {words.t(isBusy ? 'working' : 'drawEnter')}
        </Button>
      )}
    </>
  )
}

function Entered({ words, offer, draw }: DrawNoteProps) {
  const isWon = draw.entry === 'won' || draw.entry === 'claimed'
  const sentence = isWon
    ? words.t('drawWon', { time: words.lastMinute(offer.closesAt) })
    : draw.entry === 'not_won'
      ? words.t('drawNotWon')
      : words.t('drawEntered', { time: words.instant(draw.publicAt) })
  return (
    <div class="note">
      {draw.entry === 'not_won' ? <ClockIcon /> : <CheckIcon />}
      <p>{sentence}</p>
    </div>
  )
}
