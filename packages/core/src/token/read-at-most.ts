import type { ByteReader } from './platform.ts'

/** Everything that is read, or undefined as soon as it is more than allowed. */
export async function readAtMost(reader: ByteReader, bytesAtMost: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(bytesAtMost)
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done || value === undefined) return bytes.subarray(0, length)
    if (length + value.length > bytesAtMost) {
      // The length a sender declares proves nothing: what arrives is counted.
      await reader.cancel()
      return undefined
    }
    bytes.set(value, length)
    length += value.length
  }
}
