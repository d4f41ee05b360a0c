import { Component, createRef } from 'preact'
import { knownMore, loadMore, type MoreScene, type RenderMore } from '../state/more-source.ts'
import { Button } from './button.tsx'

interface MoreViewProps extends MoreScene {
  /** Default: a button to try again, in its place. */
  readonly onFailed?: () => void
  /** The part is drawn: its styles are wanted, and its heading the focus. */
  readonly onShown?: (part: RenderMore) => void
}

/** The place of what the second part draws. */
export class MoreView extends Component<MoreViewProps, { readonly isWanting?: boolean }> {
  private readonly place = createRef<HTMLDivElement>()
  private part: RenderMore | undefined

  override componentDidMount(): void {
    const { words, onFailed = () => this.setState({ isWanting: true }) } = this.props
    const part = knownMore(words)
    if (part) this.show(part)
    else loadMore(words).then((loaded) => this.show(loaded), onFailed)
  }

  override componentDidUpdate(): void {
    if (this.part) this.part(this.place.current as Element, this.props)
  }

  override componentWillUnmount(): void {
    if (this.part) this.part(this.place.current as Element, undefined)
  }

  override render() {
    if (!this.state.isWanting) return <div ref={this.place} aria-live="off" />
    return (
      <Button kind="secondary" onPress={() => this.setState({ isWanting: false }, () => this.componentDidMount())}>
        {this.props.words.t('retry')}
      </Button>
    )
  }

  private show(part: RenderMore): void {
    if (!this.place.current) return
    this.part = part
    part(this.place.current, this.props)
    this.props.onShown?.(part)
  }
}
