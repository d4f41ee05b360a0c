import { TallyError } from '../../kernel/error.ts'
import type { SuiteName } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { platformRandom, type RandomBytes } from '../random-bytes.ts'
import type { EpochMaterial, KeyMaterial } from './key-material.ts'

/** Before any clock that this runs under, a test's included. */
const ALWAYS = '1970-01-01T00:00:00.000Z'

/** 32 fresh bytes as they are written in key material. */
export function newSecret(random: RandomBytes): string {
  const bytes = random(32)
  if (bytes.length !== 32)
    throw new TallyError('random_malformed', 'The random source must answer as many bytes as asked.')
  return encodeBase64url(bytes)
}

/**
 * Makes the keys of a new installation: one epoch, in use at once since there is none before it that partners know.
 *
 * Not done here: keeping them. Write the result to a secret store; it is plain JSON.
 *
 * @param options.now when the first epoch begins; without it, it has always been in use (for tests and first steps).
 * @param options.random `(length) => bytes`; without it, the platform's secure generator.
 * @param options.suite `sm` for SM2, SM3 and SM4 in everything, for as long as the installation lives; `p256` unless given.
 * @throws TallyError `random_malformed`.
 * @example const keys = openKeys(await generateKeys())
 */
export async function generateKeys(
  options: { now?: Date; random?: RandomBytes; suite?: SuiteName } = {},
): Promise<KeyMaterial> {
  const random = options.random ?? platformRandom
  const since = options.now?.toISOString() ?? ALWAYS
  const first: EpochMaterial = { epoch: 1, secret: newSecret(random), publishedAt: since, activeFrom: since }
  return {
    version: 1,
    ...(options.suite === undefined || options.suite === 'p256' ? {} : { suite: options.suite }),
    epochs: [first],
    pepper: newSecret(random),
    data: newSecret(random),
    session: newSecret(random),
  }
}
