import { Component, type ComponentChild } from 'preact'

interface CountdownProps {
  /** ISO 8601, of the server. */
  readonly until: string
  /** The server's time, epoch milliseconds. */
  readonly now: () => number
  readonly children: (secondsLeft: number) => ComponentChild
}

/** Draws anew each second, until the time is over. */
export class Countdown extends Component<CountdownProps> {
  private timer: ReturnType<typeof setInterval> | undefined

  override componentDidMount(): void {
    this.timer = setInterval(() => this.setState({}), 1000)
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer)
  }

  override render({ until, now, children }: CountdownProps) {
    return children(Math.max(0, Math.ceil((Date.parse(until) - now()) / 1000)))
  }
}
