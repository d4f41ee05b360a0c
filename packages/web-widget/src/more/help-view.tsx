import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { usableRights } from '../views/usable-list.tsx'
import type { MoreProps } from './more-props.ts'

/** Somebody who helps: the family, the staff of a service point, the help desk. */
export function HelpView(props: MoreProps) {
  const { state, wallet, words, actions } = props
  const [first] = usableRights(state)
  const place = words.local(state.contact?.place) || words.t('helpPlace')
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('helpTitle')} />
      <ol class="steps">
        {[words.t('helpFamily'), words.t('helpStaff', { place }), words.t('helpSlip')].map((step) => (
          <li key={step} class="tile">
            {step}
          </li>
        ))}
      </ol>
      <div class="actions bottom">
        <CallHelp words={words} contact={state.contact} />
        {first?.kind === 'voucher' && (
          <Button kind="secondary" onPress={() => wallet.slip(first.voucher)}>
            {words.t('slip')}
          </Button>
        )}
        <Button kind="secondary" onPress={() => actions.showDevice()}>
          {words.t('device')}
        </Button>
        <Button kind="secondary" onPress={() => wallet.go('check')}>
          {words.t('checkCard')}
        </Button>
      </div>
    </div>
  )
}
