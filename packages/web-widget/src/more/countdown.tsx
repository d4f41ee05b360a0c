import { Component, type ComponentChild } from 'preact'
import { type ServerClock, secondsUntil } from '../state/server-clock.ts'

interface CountdownProps {
  /** ISO 8601, of the server. */
  readonly until: string
  readonly clock: ServerClock
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

  override render({ until, clock, children }: CountdownProps) {
    return children(secondsUntil(clock, until))
  }
}
