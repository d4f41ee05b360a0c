import type { KeyRing } from '../../kernel/key-ring.ts'
import { checkKeyMaterial, type KeyMaterial, suitesNamed } from './key-material.ts'
import { openKeys } from './open-keys.ts'

/**
 * Opens key material with every suite that its keys name, loading the code of one that is not P-256 when it is needed.
 *
 * @throws TallyError as `openKeys`, without `keys_suite_missing`; whatever loading a module may throw.
 * @example const keys = await loadKeys(JSON.parse(text))
 */
export async function loadKeys(material: KeyMaterial): Promise<KeyRing> {
  if (!namesSm(material)) return openKeys(material)
  const { smSuite } = await import('../suite-sm/sm-suite.ts')
  return openKeys(material, { suites: [smSuite] })
}

/** @throws TallyError `keys_malformed`, `keys_version_unsupported`. */
export function namesSm(material: KeyMaterial): boolean {
  return suitesNamed(checkKeyMaterial(material)).has('sm')
}
