import { Button } from '../views/button.tsx'
import { CardField, CardForm, SerialField } from './card-form.tsx'
import type { MoreProps } from './more-props.ts'

/** A card's number and secret, as printed on it. Neither is kept after the call. */
export function BindView(props: MoreProps) {
  const { state, words, actions } = props
  const { formProblem, busy, scanned } = state
  const isBusy = busy === 'bind'
  return (
    <CardForm
      {...props}
      title={words.t('bindCard')}
      body={words.t(scanned ? 'bindScanned' : 'bindBody')}
      onSend={(read) => actions.bind(read('serial'), read('secret'))}
      action={
        <Button isSubmit isBusy={isBusy}>
          {words.t(isBusy ? 'working' : 'bindDo')}
        </Button>
      }
    >
      <SerialField {...props} isWrong={formProblem === 'bindSerialWrong'} />
      <CardField name="secret" label={words.t('bindSecret')} isWrong={formProblem === 'bindSecretMissing'} />
    </CardForm>
  )
}
