import { Component } from 'preact'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { ClockIcon } from '../views/icons.tsx'
import { Countdown } from './countdown.tsx'
import type { MoreViewProps } from './more-props.ts'
import { positionAt, waitWords } from './queue-words.ts'
import { leaveQueue } from './wait-turn.ts'

/**
 * Many are here: the place in the queue and about how long. Its figures move, nothing else does; they are spoken when the service
 * has answered, which is once a minute at the most.
 */
export class QueueView extends Component<MoreViewProps<'queue'>> {
  override componentDidMount(): void {
    this.speak()
  }

  override componentDidUpdate({ view }: MoreViewProps<'queue'>): void {
    if (view !== this.props.view) this.speak()
  }

  override render({ state, wallet, words, view }: MoreViewProps<'queue'>) {
    return (
      <div class="narrow tall">
        <div class="outcome">
          <span class="badge">
            <ClockIcon large />
          </span>
          <h1 class="title" tabIndex={-1} data-focus="">
            {words.t('queueTitle')}
          </h1>
          <Countdown until={view.until} clock={wallet.flow.context.clock}>
            {(seconds) => (
              <>
                <p class="figure">{words.t('queuePosition', { position: positionAt(view, seconds) })}</p>
                <p>{waitWords(words, seconds)}</p>
              </>
            )}
          </Countdown>
        </div>
        <p class="note">
          <span>{words.t('queueKept')}</span>
        </p>
        <div class="actions bottom">
          <Button kind="secondary" onPress={() => leaveQueue(wallet.flow)}>
            {words.t('queueLeave')}
          </Button>
          <CallHelp words={words} contact={state.contact} />
        </div>
      </div>
    )
  }

  private speak(): void {
    const { wallet, words, view } = this.props
    const wait = waitWords(words, view.waitSeconds)
    wallet.flow.context.store.set({ announcement: words.t('queueSpoken', { position: view.position, wait }) })
  }
}
