import { Component, createRef } from 'preact'
import { knownMore, loadMore, type MoreScene, type RenderMore } from '../state/more-source.ts'

interface MoreViewProps extends MoreScene {
  readonly onFailed: () => void
  /** The part is drawn: its styles are wanted, and its heading the focus. */
  readonly onShown: (part: RenderMore) => void
}

/** The place of a view that the second part draws. */
export class MoreView extends Component<MoreViewProps> {
  private readonly place = createRef<HTMLDivElement>()
  private part: RenderMore | undefined

  override componentDidMount(): void {
    const part = knownMore(this.props.words)
    if (part) this.show(part)
    else loadMore(this.props.words).then((loaded) => this.show(loaded), this.props.onFailed)
  }

  override componentDidUpdate(): void {
    if (this.part) this.part(this.place.current as Element, this.props)
  }

  override componentWillUnmount(): void {
    if (this.part) this.part(this.place.current as Element, undefined)
  }

  override render() {
    return <div ref={this.place} aria-live="off" />
  }

  private show(part: RenderMore): void {
    if (!this.place.current) return
    this.part = part
    part(this.place.current, this.props)
    this.props.onShown(part)
  }
}
