import { inputRefused } from '../kernel/input-invalid.ts'
import { accepted, type Outcome } from '../kernel/outcome.ts'

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/**
 * Which tenant a public call means: the header `Tally-Tenant`, else the query parameter `tenant` (for links), else the
 * host's default. Calls with a session never choose: their tenant is sealed in it.
 */
export function tenantOf(
  header: string | undefined,
  parameter: string | undefined,
  fallback: string | undefined,
): Outcome<string> {
  const named = header ?? parameter ?? fallback
  if (named === undefined) return inputRefused('Tally-Tenant', 'missing')
  return isTenantName(named) ? accepted(named) : inputRefused('Tally-Tenant', 'wrong_format')
}

/** True for what may stand in an address unescaped. */
export function isTenantName(text: string): boolean {
  return TENANT.test(text)
}

/** Takes the parameter `tenant` out of a query. */
export function splitTenant(query: string): { readonly tenant: string | undefined; readonly rest: string } {
  if (!query.includes('tenant=')) return { tenant: undefined, rest: query }
  const parts = query.split('&')
  const at = parts.findIndex((part) => part.startsWith('tenant='))
  if (at < 0) return { tenant: undefined, rest: query }
  const [taken = ''] = parts.splice(at, 1)
  return { tenant: taken.slice('tenant='.length), rest: parts.join('&') }
}
