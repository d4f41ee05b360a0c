import { secondsUntil } from '../state/server-clock.ts'
import type { CodeOnScreen, Right } from '../state/wallet-state.ts'
import { Button } from './button.tsx'
import { CallHelp } from './call-help.tsx'
import { QrCode } from './qr-code.tsx'
import { Ring } from './ring.tsx'
import { canSpeak, speak } from './speak.ts'
import { termsText } from './terms-text.ts'
import { TopBar } from './top-bar.tsx'
import type { ViewProps, WalletProps, WalletWords } from './wallet-props.ts'

/** Only the code: a white tile, how long it lasts, what it is worth, where, and what to say. */
export function CodeView({ state, wallet, words, view: { right } }: ViewProps<'code'>) {
  const { code } = state
  const title = titleOf(words, right)
  return (
    <div class="narrow">
      <TopBar title={words.t('askScan')} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
      <div class="qr-tile" part="code">
        {code && code !== 'none' ? (
          <QrCode picture={code.picture} label={words.t('qrLabel', { title })} />
        ) : (
          <div class="qr qr-absent">
            <p class="qr-absent-text">{words.t(code === 'none' ? 'offlineOver' : 'renewing')}</p>
          </div>
        )}
      </div>
      <div class="timer" part="timer">
        {code && code !== 'none' ? (
          <Remaining words={words} code={code} isOffline={state.isOffline} />
        ) : (
          <p class="small">{code === 'none' ? words.t('offlineOverBody') : '\u00a0'}</p>
        )}
      </div>
      <Worth words={words} right={right} />
      {!state.isElder && (
        <p class="say">
          <span class="small">{words.t('sayTo')}</span>
          <br />
          {sentenceToSay(words, right)}
        </p>
      )}
      <CodeActions state={state} wallet={wallet} words={words} right={right} />
    </div>
  )
}

/** What helps where scanning does not: light, a voice, digits, somebody to call. */
function CodeActions({ state, wallet, words, right }: WalletProps & { readonly right: Right }) {
  const { digits, isElder } = state
  const seconds = digits ? secondsUntil(wallet.flow.context.clock, digits.expiresAt) : 0
  const spoken = words.t('spokenCode', { title: titleOf(words, right), worth: worthOf(words, right) })
  return (
    <div class="actions">
      {isElder && canSpeak() && <Button onPress={() => speak(spoken, words.locale)}>{words.t('readAloud')}</Button>}
      {digits && seconds > 0 ? (
        <div class="tile" role="status">
          <p class="digits">{digits.digits}</p>
          <p class="small">{words.t('digitsSay', { seconds })}</p>
        </div>
      ) : (
        right.kind === 'voucher' && (
          <Button kind="secondary" onPress={() => wallet.showDigits(right)}>
            {words.t('showDigits')}
          </Button>
        )
      )}
      {!isElder && right.kind === 'voucher' && (
        <Button kind="secondary" onPress={() => wallet.go('pay')}>
          {words.t('payScan')}
        </Button>
      )}
      {isElder ? <CallHelp words={words} contact={state.contact} /> : <p class="fine">{words.t('brightHint')}</p>}
    </div>
  )
}

interface RemainingProps {
  readonly words: WalletWords
  readonly code: CodeOnScreen
  readonly isOffline: boolean
}

function Remaining({ words, code, isOffline }: RemainingProps) {
  const { secondsLeft: seconds, reachSeconds } = code
  return (
    <>
      <Ring share={code.share} />
      <div class="stack-tight">
        <strong class="tabular">{words.t(code.isGrace ? 'lastSeconds' : 'secondsLeft', { seconds })}</strong>
        <span class={isOffline ? 'small warn tabular' : 'small tabular'}>
          {words.t(isOffline ? 'offlineCodes' : 'offlineReach', { seconds: reachSeconds })}
        </span>
      </div>
    </>
  )
}

function titleOf(words: WalletWords, right: Right): string {
  return words.local(right.kind === 'voucher' ? right.voucher.title : right.card.title) || words.t('cardTitle')
}

function worthOf(words: WalletWords, right: Right): string {
  return right.kind === 'voucher'
    ? termsText(words, right.voucher.terms, right.voucher.currency)
    : `${words.t('cardBalance')} ${words.money(right.card.balanceMinor, right.card.currency)}`
}

/** What it is worth and where it counts. */
function Worth({ words, right }: { readonly words: WalletWords; readonly right: Right }) {
  const isVoucher = right.kind === 'voucher'
  const worth = worthOf(words, right)
  const { usableHours, withoutDeviceUpToMinor: cap, currency = '' } = isVoucher ? right.voucher : {}
  return (
    <div class="tile stack-tight">
      <p class="split strong">
        <span>{titleOf(words, right)}</span>
        <span>{worth}</span>
      </p>
      <p class="small">{words.t('whereUsable')}</p>
      {isVoucher && <p class="small">{words.t('before', { time: words.lastMinute(right.voucher.expiresAt) })}</p>}
      {usableHours && <p class="small">{words.t('hours', usableHours)}</p>}
      {cap && <p class="small warn">{words.t('deviceCap', { amount: words.amount(cap, currency) })}</p>}
    </div>
  )
}

function sentenceToSay(words: WalletWords, right: Right): string {
  if (right.kind === 'card') return words.t('sayCard')
  const terms = termsText(words, right.voucher.terms, right.voucher.currency)
  return words.t('sayVoucher', { title: titleOf(words, right), terms })
}
