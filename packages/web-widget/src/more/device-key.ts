/** The public half, as the service takes it. */
export interface DeviceJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

export interface DeviceKey {
  readonly jwk: DeviceJwk
  /** RFC 7638 thumbprint. */
  readonly kid: string
  /** A proof over the service's nonce: JWS, `tally-proof+jwt`. */
  sign(claims: { readonly non: string; readonly act: string; readonly sub: string }): Promise<string>
}

const DATABASE = 'tally-device'
const STORE = 'keys'
const KEY = 'device'

let known: Promise<DeviceKey | undefined> | undefined

/**
 * This phone's key: made once, kept in IndexedDB, and never to be taken out of the browser, by us or by any script.
 *
 * @returns undefined where WebCrypto (pages without HTTPS) or storage (private windows of some browsers) is missing.
 */
export async function deviceKey(): Promise<DeviceKey | undefined> {
  known ??= openKey().catch(() => undefined)
  const key = await known
  // Storage that was missing may be there later, when the person allowed it.
  if (!key) known = undefined
  return key
}

async function openKey(): Promise<DeviceKey> {
  const database = await openDatabase()
  let pair = await readPair(database)
  if (!pair) {
    const made = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    // Another tab may have made one meanwhile: the one that was kept counts.
    await settled(database.transaction(STORE, 'readwrite').objectStore(STORE).add(made, KEY)).catch(() => {})
    pair = await readPair(database)
  }
  if (!pair) throw new Error('No key was kept.')
  const { privateKey, publicKey } = pair
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  // RFC 7638 §3.2: the required members only, in this order, without white space.
  const thumbprint = await crypto.subtle.digest('SHA-256', utf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`))
  const kid = base64url(new Uint8Array(thumbprint))
  return { jwk: { kty: 'EC', crv: 'P-256', x, y }, kid, sign: (claims) => signProof(privateKey, kid, claims) }
}

async function signProof(key: CryptoKey, kid: string, claims: object): Promise<string> {
  const part = (value: object) => base64url(utf8(JSON.stringify(value)))
  const input = `${part({ alg: 'ES256', kid, typ: 'tally-proof+jwt' })}.${part(claims)}`
  for (;;) {
    const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(input))
    const signature = new Uint8Array(signed)
    // The service takes only the lower s; every other signature has one, and a new one costs less than its arithmetic.
    if ((signature[32] ?? 0) < 0x7f) return `${input}.${base64url(signature)}`
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return settled(request)
}

function readPair(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  return settled(database.transaction(STORE).objectStore(STORE).get(KEY))
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = (event) => {
      event.preventDefault()
      reject(request.error)
    }
  })
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}
