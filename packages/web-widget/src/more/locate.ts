import { ownRefusal, type RefusalAnswer } from '../state/answer.ts'
import type { PositionFix } from '../state/position-fix.ts'
import type { WalletContext } from '../state/wallet-flow.ts'

const TIMEOUT_MS = 15_000
const MAX_ACCURACY_METRES = 100_000

/**
 * Asks the browser where it is; a refusal says what to do when it does not tell, with a way that needs no position. The
 * browser asks the person, so this is called only after they pressed a button that said why.
 *
 * @param maximumAgeMs how old a fix may be; 0 asks for a new one, which is what a person who has moved expects.
 */
export function locate({ say }: Pick<WalletContext, 'say'>, maximumAgeMs = 0): Promise<PositionFix | RefusalAnswer> {
  // Absent on pages without HTTPS in some browsers; elsewhere there, but refusing.
  if (!('geolocation' in navigator)) {
    return Promise.resolve(ownRefusal('position_unsupported', say('positionUnsupported')))
  }
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracyMetres: Math.min(coords.accuracy, MAX_ACCURACY_METRES),
          datum: 'wgs84',
        }),
      (error) =>
        resolve(
          error.code === error.PERMISSION_DENIED
            ? ownRefusal('position_denied', say('positionDenied'))
            : ownRefusal('position_failed', say('positionFailed')),
        ),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: maximumAgeMs },
    )
  })
}
