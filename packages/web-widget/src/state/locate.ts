/** What the service takes as a position. Browsers answer in WGS 84 (W3C Geolocation §3.1). */
export interface PositionFix {
  readonly latitude: number
  readonly longitude: number
  readonly accuracyMetres: number
  readonly datum: 'wgs84'
}

export type LocateProblem = 'position_denied' | 'position_failed' | 'position_unsupported'

const TIMEOUT_MS = 15_000
const MAX_ACCURACY_METRES = 100_000

/**
 * Asks the browser where it is. The browser asks the person, so this is called only after they pressed a button that
 * said why.
 *
 * @param maximumAgeMs how old a fix may be; 0 asks for a new one, which is what a person who has moved expects.
 */
export function locate(maximumAgeMs = 0): Promise<PositionFix | LocateProblem> {
  // Absent on pages without HTTPS in some browsers; elsewhere there, but refusing.
  if (!('geolocation' in navigator)) return Promise.resolve('position_unsupported')
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracyMetres: Math.min(coords.accuracy, MAX_ACCURACY_METRES),
          datum: 'wgs84',
        }),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? 'position_denied' : 'position_failed'),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: maximumAgeMs },
    )
  })
}
