import type { Right } from '../state/wallet-state.ts'
import { CallHelp } from './call-help.tsx'
import { AlertIcon } from './icons.tsx'
import type { WalletProps } from './wallet-props.ts'

/** The right ended while its code was on the screen: it ran out, or was withdrawn. */
export function OverView({ state, wallet, words, right }: WalletProps & { readonly right: Right }) {
  const isVoucher = right.kind === 'voucher'
  const title = isVoucher ? (right.voucher.state === 'expired' ? 'voucherExpired' : 'voucherVoid') : 'cannotShow'
  return (
    <div class="narrow tall">
      <div class="outcome" role="alert">
        <span class="badge">
          <AlertIcon large />
        </span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {words.t(title)}
        </h1>
        <p>{words.t(isVoucher ? 'voucherOver' : 'cardOver')}</p>
      </div>
      <div class="actions bottom">
        <CallHelp words={words} contact={state.contact} />
        <button type="button" class="button primary" part="button-primary" onClick={() => wallet.go('home')}>
          {words.t('done')}
        </button>
      </div>
    </div>
  )
}
