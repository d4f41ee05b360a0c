import { type ComponentChild, render } from 'preact'
import { moreZh } from '../i18n/more-zh-CN.ts'
import type { MoreScene, RenderMore } from '../state/more-source.ts'
import { moreCss } from '../styles/more-css.ts'
import { BindView } from './bind-view.tsx'
import { BoundView } from './bound-view.tsx'
import { type CardActions, cardActions } from './card-actions.ts'
import { CheckView, VerdictView } from './check-view.tsx'
import { HelpView } from './help-view.tsx'
import { HistoryView } from './history-view.tsx'
import type { MoreProps } from './more-props.ts'
import { OverView } from './over-view.tsx'
import { OffersView, UsableView } from './page-views.tsx'
import { SlipView } from './slip-view.tsx'

const views: Readonly<Record<string, (props: never) => ComponentChild>> = {
  history: HistoryView,
  bind: BindView,
  bound: BoundView,
  check: CheckView,
  verdict: VerdictView,
  help: HelpView,
  slip: SlipView,
  over: OverView,
  usable: UsableView,
  offers: OffersView,
}

/** One set of actions a life of the wallet. */
const known = new WeakMap<object, CardActions>()

/** Draws the wallet's rarer views into a div of its own; without a scene, takes them away. */
export const renderMore: RenderMore = (target, scene) => {
  if (!scene) return render(null, target)
  render(<MoreView {...scene} />, target)
}

renderMore.css = moreCss

function MoreView({ state, wallet, words, flow }: MoreScene) {
  words.extend(moreZh)
  const cards = known.get(flow) ?? cardActions(flow)
  known.set(flow, cards)
  const View = views[state.view.name] as ((props: MoreProps & { view: unknown }) => ComponentChild) | undefined
  return View ? <View state={state} wallet={wallet} words={words} cards={cards} view={state.view} /> : null
}
