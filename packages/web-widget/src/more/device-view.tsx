import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { AlertIcon } from '../views/icons.tsx'
import type { MoreViewProps } from './more-props.ts'

/** Which phone is bound; how to bind this one, or to stop another. */
export function DeviceView(props: MoreViewProps<'device'>) {
  const { state, words, actions, view } = props
  const { kid, bound, pending } = view.device
  const isOurs = bound !== undefined && bound.kid === kid
  const isComing = pending !== undefined && pending.kid === kid
  const isBusy = state.busy === 'device'
  const time = pending ? words.instant(pending.since) : ''
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('device')} />
      <p class="tile lead">
        {words.t(!kid ? 'deviceUnable' : !bound ? 'deviceNone' : isOurs ? 'deviceOurs' : 'deviceOther')}
      </p>
      {pending && (
        <p class="note note-warn note-large" role="alert">
          <AlertIcon />
          <span>{words.t(isComing ? 'deviceComing' : 'deviceLeaving', { time })}</span>
        </p>
      )}
      <div class="actions bottom">
        {kid && !isOurs && !pending && (
          <Button isBusy={isBusy} onPress={() => actions.takeDevice()}>
            {words.t(isBusy ? 'working' : bound ? 'deviceMove' : 'deviceBind')}
          </Button>
        )}
        {kid && isOurs && pending && (
          <Button isBusy={isBusy} onPress={() => actions.keepDevice()}>
            {words.t(isBusy ? 'working' : 'deviceStop')}
          </Button>
        )}
        <CallHelp words={words} contact={state.contact} />
      </div>
    </div>
  )
}
