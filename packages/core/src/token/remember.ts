/** Puts a value into a map that holds at most `atMost`: the entry that has been in it longest makes room. */
export function remember<K, T>(known: Map<K, T>, key: K, value: T, atMost: number): T {
  if (known.size >= atMost && !known.has(key)) known.delete(known.keys().next().value as K)
  known.set(key, value)
  return value
}
