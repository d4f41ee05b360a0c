import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { Facts } from '../views/facts.tsx'
import { termsText } from '../views/terms-text.ts'
import type { MoreViewProps } from './more-props.ts'
import { printLines } from './print-lines.ts'

/** What a person without a phone takes along: the voucher on paper. It holds no code, so it is worth nothing to a finder. */
export function SlipView(props: MoreViewProps<'slip'>) {
  const { state, words, view } = props
  const { voucherId, title, terms, currency, expiresAt } = view.voucher
  const facts = [
    [words.t('receiptBenefit'), words.local(title)],
    [' ', termsText(words, terms, currency)],
    ['  ', words.t('before', { time: words.lastMinute(expiresAt) })],
    [words.t('slipNumber'), voucherId.slice(-8).toUpperCase()],
  ] as const
  const lines = [
    ...facts.map(([name, value]) => `${name} ${value}`.trim()),
    words.t('slipNote'),
    state.contact?.phone ?? '',
  ]
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('slip')} />
      <Facts facts={facts} />
      <p class="note">{words.t('slipNote')}</p>
      <div class="actions bottom">
        <Button onPress={() => printLines(lines)}>{words.t('print')}</Button>
        <CallHelp words={words} contact={state.contact} />
      </div>
    </div>
  )
}
