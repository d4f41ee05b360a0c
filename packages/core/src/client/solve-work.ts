import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'

type Challenge = Parameters<typeof solveChallenge>[0]['challenge']

/** The person is told rather than kept waiting. */
const LONGEST_MS = 60_000

/**
 * Does the work that a refusal `work_needed` asks for. Every try runs in the platform's own cryptography, beside the page's
 * thread, so that a page stays alive meanwhile.
 *
 * Not checked: that the challenge is the service's; whoever answers the page's calls can make it work.
 *
 * @param challenge `detail.challenge` of the refusal
 * @returns what to send as the call's `work`; undefined where the platform has no WebCrypto (pages without HTTPS), the
 * challenge is of a kind we do not know, or a minute was not enough
 * @see https://altcha.org/docs/v2/
 */
export async function solveWork(challenge: unknown): Promise<string | undefined> {
  try {
    const solution = await solveChallenge({ challenge: challenge as Challenge, deriveKey, timeout: LONGEST_MS })
    return solution ? btoa(JSON.stringify({ challenge, solution })) : undefined
  } catch {
    return undefined
  }
}
