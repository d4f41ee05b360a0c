/** Fills `{name}` from own properties of `values`; a name that is not there becomes an ellipsis. What is filled in is not read again. */
export function fillPlaceholders(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{([A-Za-z][A-Za-z0-9]{0,63})\}/g, (_whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : '…',
  )
}
