import { type ComponentChild, render } from 'preact'
import type { Words } from '../i18n/create-words.ts'
import { loadLanguage } from '../i18n/language-source.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import { moreZh } from '../i18n/more-zh-CN.ts'
import type { MoreScene, RenderMore } from '../state/more-source.ts'
import { moreCss } from '../styles/more-css.ts'
import { AgreeView } from './agree-view.tsx'
import { BindView } from './bind-view.tsx'
import { BoundView } from './bound-view.tsx'
import { CheckView, VerdictView } from './check-view.tsx'
import { ConsentView } from './consent-view.tsx'
import { DeviceView } from './device-view.tsx'
import { DrawNote } from './draw-note.tsx'
import { DrawView } from './draw-view.tsx'
import { enterDraw } from './enter-draw.ts'
import { EnteredView } from './entered-view.tsx'
import { finishCode } from './finish-code.ts'
import { HelpView } from './help-view.tsx'
import { HistoryView } from './history-view.tsx'
import { HoldView } from './hold-view.tsx'
import { locate } from './locate.ts'
import { type MoreActions, moreActions } from './more-actions.ts'
import type { MoreProps } from './more-props.ts'
import { OverView } from './over-view.tsx'
import { OffersView, UsableView } from './page-views.tsx'
import { PayView } from './pay-view.tsx'
import { prove } from './prove.ts'
import { QueueView } from './queue-view.tsx'
import { ReceiptView } from './receipt-view.tsx'
import { ShopPaidView } from './shop-paid-view.tsx'
import { ShopPayView } from './shop-pay-view.tsx'
import { ShopView } from './shop-view.tsx'
import { showDigits } from './show-digits.ts'
import { SlipView } from './slip-view.tsx'
import { resumeTurn, waitTurn } from './wait-turn.ts'

const views: Readonly<Record<string, (props: never) => ComponentChild>> = {
  history: HistoryView,
  consent: ConsentView,
  bind: BindView,
  bound: BoundView,
  check: CheckView,
  verdict: VerdictView,
  help: HelpView,
  slip: SlipView,
  over: OverView,
  usable: UsableView,
  offers: OffersView,
  pay: PayView,
  agree: AgreeView,
  device: DeviceView,
  receipt: ReceiptView,
  shop: ShopView,
  shopPay: ShopPayView,
  shopPaid: ShopPaidView,
  entered: EnteredView,
  draw: DrawView,
  queue: QueueView as unknown as (props: never) => ComponentChild,
  hold: HoldView as unknown as (props: never) => ComponentChild,
}

/** One set of actions a life of the wallet. */
const known = new WeakMap<object, MoreActions>()

function draw(target: Element, scene: MoreScene | undefined): void {
  render(scene ? <MoreView {...scene} /> : null, target)
}

/** Draws the wallet's rarer views into a div of its own; without a scene, takes them away. */
export const renderMore: RenderMore = Object.assign(draw, {
  css: moreCss,
  async learn(words: Words<MessageKey>) {
    words.extend({ ...moreZh, ...(await loadLanguage(words.locale)) })
  },
  locate,
  enter: enterDraw,
  digits: showDigits,
  prove,
  finish: finishCode,
  queue: waitTurn,
  resume: resumeTurn,
})

function MoreView({ state, wallet, words, flow, offer }: MoreScene) {
  const actions = known.get(flow) ?? moreActions(flow)
  known.set(flow, actions)
  if (offer?.draw) return <DrawNote {...{ state, wallet, words, actions, offer }} draw={offer.draw} />
  const View = views[state.view.name] as ((props: MoreProps & { view: unknown }) => ComponentChild) | undefined
  return View ? <View state={state} wallet={wallet} words={words} actions={actions} view={state.view} /> : null
}
