import { describe, expect, it } from 'vitest'
import type { Actor } from './actor.ts'
import { carriesScope, principalOf } from './actor.ts'

const tenant = 'gaoxian'

describe('a principal', () => {
  it('is another for every person, till, desk and key, so that keys and answers never meet', () => {
    const actors: Actor[] = [
      { role: 'holder', tenant, owner: 1 },
      { role: 'holder', tenant, owner: 2 },
      { role: 'operator', tenant, id: '1' },
      { role: 'reviewer', tenant, id: '1' },
      { role: 'partner', tenant, id: '1' },
      { role: 'terminal', tenant, merchantId: 'a', terminalId: 't1' },
      { role: 'terminal', tenant, merchantId: 'a', terminalId: 't2' },
      { role: 'terminal', tenant, merchantId: 'b', terminalId: 't1' },
      { role: 'terminal', tenant, merchantId: 'a', terminalId: 't1', id: 'cashier' },
      { role: 'merchant', tenant, merchantId: 'a', terminalId: 't1' },
      { role: 'staff', tenant, stationId: 's1', id: 'nurse' },
      { role: 'staff', tenant, stationId: 's2', id: 'nurse' },
    ]
    expect(new Set(actors.map(principalOf)).size).toBe(actors.length)
  })
})

describe('a scope', () => {
  it('is carried by who has the claim it compares rows with', () => {
    expect(carriesScope({ role: 'holder', tenant }, 'ownRights')).toBe(false)
    expect(carriesScope({ role: 'holder', tenant, owner: 1 }, 'ownRights')).toBe(true)
    expect(carriesScope({ role: 'terminal', tenant }, 'sameMerchant')).toBe(false)
    expect(carriesScope({ role: 'merchant', tenant }, 'sameMerchant')).toBe(false)
    expect(carriesScope({ role: 'terminal', tenant, merchantId: 'a' }, 'sameMerchant')).toBe(true)
    expect(carriesScope({ role: 'staff', tenant }, 'sameStation')).toBe(false)
    expect(carriesScope({ role: 'staff', tenant, stationId: 's' }, 'sameStation')).toBe(true)
    for (const scope of ['public', 'tenant'] as const)
      expect(carriesScope({ role: 'holder', tenant }, scope)).toBe(true)
    expect(carriesScope({ role: 'operator', tenant }, 'sameMerchant')).toBe(true)
  })
})
