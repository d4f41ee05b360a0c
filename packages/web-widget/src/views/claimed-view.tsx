import type { Voucher } from '../state/wallet-api.ts'
import { GoodNewsView } from './good-news-view.tsx'
import { VoucherFace } from './voucher-tile.tsx'
import type { WalletProps } from './wallet-props.ts'

export function ClaimedView({ wallet, words, voucher }: WalletProps & { readonly voucher: Voucher }) {
  return (
    <GoodNewsView
      title={words.t('claimedTitle')}
      sentence={words.t('claimedBody', { time: words.lastMinute(voucher.expiresAt) })}
      actions={
        <>
          <button
            type="button"
            class="button primary"
            part="button-primary"
            onClick={() => wallet.show({ kind: 'voucher', voucher })}
          >
            {words.t('showCode')}
          </button>
          <button type="button" class="button secondary" part="button-secondary" onClick={() => wallet.go('home')}>
            {words.t('done')}
          </button>
        </>
      }
    >
      <div class="tile">
        <VoucherFace words={words} of={voucher} />
      </div>
    </GoodNewsView>
  )
}
