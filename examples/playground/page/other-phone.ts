import type { TallyClient } from '@tallystick/core/client'

/** Another phone of the same person asks to be the bound one: a key of its own, and its proof over the service's nonce. */
export async function bindOtherPhone({ device }: Pick<TallyClient, 'device'>): Promise<void> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
  ])
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const
  // RFC 7638 §3.2: the required members only, in this order, without white space.
  const kid = base64url(await crypto.subtle.digest('SHA-256', utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)))
  const found = await device.get({})
  if (!found.ok) throw new Error('The bound phone is not known.')
  const claims = { non: found.value.nonce, act: 'device.bind', sub: kid }
  const head = { alg: 'ES256', kid, typ: 'tally-proof+jwt' }
  const input = [head, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.')
  const { ok } = await device.bind({ publicJwk, proof: `${input}.${await signed(privateKey, input)}` })
  if (!ok) throw new Error('The other phone could not ask.')
}

/** The service takes only signatures with the lower s: about every second one. */
async function signed(key: CryptoKey, input: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(input))
  return (new Uint8Array(signature)[32] ?? 0) < 0x7f ? base64url(signature) : signed(key, input)
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function base64url(bytes: ArrayBuffer | Uint8Array): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}
