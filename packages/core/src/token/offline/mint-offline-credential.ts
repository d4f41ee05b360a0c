import { type PinnedSigner, signPinned } from '../jws/sign-pinned.ts'
import { CREDENTIAL, type OfflineCredential, offlineStatusesSubject } from './offline-credential.ts'

/**
 * Signs that a voucher may be taken without a network, from one device: JWS, `tally-cred+jwt`, an SD-JWT that discloses
 * nothing, with the key in `cnf` and its place in the list of statuses.
 *
 * Not checked: that the voucher is outstanding and the key the bound one; whoever calls has looked.
 *
 * @param options.credential times in epoch milliseconds, at most an hour apart.
 * @throws TallyError `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519, RFC 7800, RFC 9901
 */
export function mintOfflineCredential(
  options: PinnedSigner & { readonly credential: OfflineCredential },
): Promise<string> {
  const { credential } = options
  const { voucher, version, benefit, terms, capMinor, currency, device, statusIndex } = credential
  const { kty, crv, x, y } = device
  const claims = {
    sub: voucher,
    ver: version,
    ben: benefit,
    min: terms.thresholdMinor,
    ...('offMinor' in terms ? { off: terms.offMinor } : { pct: terms.percent, max: terms.capMinor }),
    cap: capMinor,
    cur: currency,
    cnf: { jwk: { kty, crv, x, y } },
    status: { status_list: { idx: statusIndex, uri: offlineStatusesSubject(options.issuer, benefit) } },
  }
  return signPinned(options, CREDENTIAL, credential, claims)
}
