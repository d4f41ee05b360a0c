import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { RefusalAnswer } from '../state/answer.ts'
import { Button } from './button.tsx'
import { CallHelp } from './call-help.tsx'
import { AlertIcon } from './icons.tsx'
import { reasonSentences } from './offer-tile.tsx'
import { TopBar } from './top-bar.tsx'
import { VoucherFace } from './voucher-tile.tsx'
import type { ViewProps } from './wallet-props.ts'

/** What the second part does is titled by its own sentences: they are there when it was refused. */
const titles = {
  claim: 'cannotClaim',
  enter: 'cannotEnter',
  show: 'cannotShow',
  bind: 'cannotBind',
  check: 'cannotCheck',
  open: 'setupTitle',
  pay: 'failedTitle',
} as const
const LOCATE_AGAIN: ReadonlySet<string> = new Set([
  'position_denied',
  'position_failed',
  'position_inaccurate',
  'outside_area',
])

/** A "no" that helps: what, why, what to do; the code in small print for the help desk. */
export function RefusalView({ state, wallet, words, view: { refusal, about, again } }: ViewProps<'refusal'>) {
  const sentences = reasonSentences(refusal.reasons, words.locale).filter(
    (sentence) => !refusal.message?.includes(sentence),
  )
  const isPosition = LOCATE_AGAIN.has(refusal.code) || refusal.reasons.some(({ fact }) => fact === 'position')
  const mayHelp = again && (isPosition || refusal.retryable || 'bind check pay'.includes(about.kind))
  const home = () => wallet.go('home')
  return (
    <div class="narrow tall">
      <TopBar
        title={(words as Words<MessageKey>).t(titles[about.kind])}
        back={{ label: words.t('back'), onPress: home }}
      />
      {'offer' in about && (
        <div class="tile">
          <VoucherFace words={words} of={about.offer} />
        </div>
      )}
      <div class="note note-warn note-large" part="alert" role="alert">
        <AlertIcon />
        <p>{refusal.message ?? words.t('failedTitle')}</p>
      </div>
      {sentences.length > 0 && (
        <section class="section">
          <h2 class="label">{words.t('whatHelps')}</h2>
          <ul class="tile list">
            {sentences.map((sentence) => (
              <li key={sentence} class="entry">
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="actions bottom">
        {mayHelp && <Button onPress={again}>{words.t(isPosition ? 'locateAgain' : 'retry')}</Button>}
        <CallHelp words={words} contact={state.contact} />
        {!mayHelp && (
          <Button kind="secondary" onPress={home}>
            {words.t('back')}
          </Button>
        )}
        <p class="fine">{helpLine(words.t('helpCode', { code: shortId(refusal.requestId) }), refusal)}</p>
      </div>
    </div>
  )
}

function helpLine(help: string, { code, requestId }: RefusalAnswer): string {
  return requestId ? `${code} · ${help}` : code
}

/** The end of a request id is enough to find the call of the day, and short enough to be said on the telephone. */
function shortId(requestId = ''): string {
  return requestId.slice(-6).toUpperCase()
}
