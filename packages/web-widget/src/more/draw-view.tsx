import { BackBar } from '../views/back-bar.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { Facts } from '../views/facts.tsx'
import type { MoreViewProps } from './more-props.ts'

/** What is public of a draw, so that a person can compare it with the record, or hand it to somebody who draws again. */
export function DrawView(props: MoreViewProps<'draw'>) {
  const { state, words, view } = props
  const { draw } = view
  const count = (figure: number | undefined) => figure?.toString()
  const facts = [
    [words.t('drawPlaces'), count(draw.places)],
    [words.t('drawEntries'), count(draw.entries)],
    [words.t('drawWinners'), count(draw.winners)],
    [words.t('drawPublicName'), draw.publicName],
    [words.t('drawPublicAt'), words.instant(draw.publicAt)],
    [words.t('drawValue'), draw.value],
    [words.t('drawOwn'), draw.entryId],
    [words.t('drawListHash'), draw.listHash],
    [words.t('drawCommitment'), draw.commitment],
    [words.t('drawSecret'), draw.secret],
  ] as const
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('drawTitle')} />
      <p>{words.t('drawBody')}</p>
      <Facts facts={facts} />
      <div class="actions bottom">
        <CallHelp words={words} contact={state.contact} />
      </div>
    </div>
  )
}
