interface WakeLock {
  release(): Promise<void>
}

/**
 * Keeps the screen on while a code is shown, where the browser can. It lets go whenever the page is hidden, so the lock
 * is asked for again when it comes back.
 *
 * @returns the way to let go.
 */
export function keepAwake(): () => void {
  const { wakeLock } = navigator as { wakeLock?: { request(kind: 'screen'): Promise<WakeLock> } }
  let lock: Promise<WakeLock | undefined> = Promise.resolve(undefined)
  const ask = () => {
    // Refused on a low battery, for instance; the code is shown all the same.
    if (document.visibilityState === 'visible' && wakeLock) lock = wakeLock.request('screen').catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  ask()
  return () => {
    document.removeEventListener('visibilitychange', ask)
    lock.then((held) => held?.release()).catch(() => {})
  }
}
