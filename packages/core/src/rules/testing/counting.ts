/** A document that counts how often it is looked into: what bounds the work on hostile input, whatever the machine. */
export function counting(document: unknown): { readonly document: unknown; readonly reads: () => number } {
  let reads = 0
  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    return new Proxy(value, {
      get(target, key, receiver) {
        reads += 1
        return wrap(Reflect.get(target, key, receiver))
      },
      getOwnPropertyDescriptor(target, key) {
        reads += 1
        return Reflect.getOwnPropertyDescriptor(target, key)
      },
    })
  }
  return { document: wrap(document), reads: () => reads }
}
