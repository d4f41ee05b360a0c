import { bad, type Check, good, unsure, type Verdict } from './verdict.ts'

const REPORT_MS = 100

export const https: Check = { name: 'https', run: () => (isSecureContext ? good('httpsGood') : bad('httpsBad')) }

export const webCrypto: Check = {
  name: 'crypto',
  async run() {
    const works = typeof crypto !== 'undefined' && crypto.subtle !== undefined
    return works ? good('cryptoGood') : bad('cryptoBad')
  },
}

interface FeaturePolicy {
  allowsFeature(name: string): boolean
}

/** Looks only: asking for the camera would ask the person. */
export const camera: Check = {
  name: 'camera',
  async run(): Promise<Verdict> {
    const { featurePolicy } = document as { featurePolicy?: FeaturePolicy }
    if (featurePolicy?.allowsFeature('camera') === false) return bad('cameraBad')
    const devices = await navigator.mediaDevices?.enumerateDevices?.()
    return devices?.some(({ kind }) => kind === 'videoinput') ? good('cameraGood') : unsure('cameraNone')
  },
}

/** What the page's policy blocks while the other checks run; watching begins at once. */
export function policyCheck(): Check {
  const blocked = new Set<string>()
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    blocked.add(`${effectiveDirective} ${blockedURI}`),
  )
  return {
    name: 'policy',
    async run() {
      const page = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined)
      // Browsers tell of what they blocked a moment after the call has failed.
      await new Promise((resolve) => setTimeout(resolve, REPORT_MS))
      if (blocked.size > 0) return bad('policyBad', [...blocked].join(', '))
      return page?.headers.has('content-security-policy') ? good('policyGood') : unsure('policyNone')
    },
  }
}
