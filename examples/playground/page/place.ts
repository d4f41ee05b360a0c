const positions: Readonly<Record<string, { latitude: number; longitude: number; accuracy: number }>> = {
  inside: { latitude: 28.77, longitude: 104.62, accuracy: 25 },
  outside: { latitude: 30.66, longitude: 104.06, accuracy: 25 },
  blurred: { latitude: 28.77, longitude: 104.62, accuracy: 90_000 },
}

/** Takes away what a phone's key is kept in, as private windows of some browsers do: this phone cannot be bound. */
export function pretendToLack(what: string): void {
  if (what === 'no storage') Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
}

/** Lets the browser say where the person chose to be. The playground only: a real page has the phone's own position. */
export function pretendToBe(where: string): void {
  const coords = positions[where]
  const locate: Geolocation['getCurrentPosition'] = (good, bad) => {
    if (coords) good({ coords, timestamp: Date.now() } as GeolocationPosition)
    else bad?.({ code: 1, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3, message: '' })
  }
  Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition: locate } })
}
