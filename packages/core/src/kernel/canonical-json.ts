/** JSON with members in code-unit order and without undefined: the same value gives the same bytes (in the spirit of RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return Array.isArray(value) ? listJson(value) : objectJson(value as Record<string, unknown>)
}

function listJson(items: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index]
    text += `${index === 0 ? '' : ','}${canonicalJson(item === undefined ? null : item)}`
  }
  return `${text}]`
}

function objectJson(members: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}
