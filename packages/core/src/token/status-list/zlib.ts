import { platform } from '../platform.ts'
import { readAtMost } from '../read-at-most.ts'

/** The bytes in the ZLIB format (RFC 1950). */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return (await through(new platform.CompressionStream('deflate'), bytes, bytes.length + 64)) as Uint8Array
}

/**
 * What the bytes inflate to, or undefined when they are no ZLIB data or hold more than `bytesAtMost`: not a byte beyond
 * is kept, however large the whole would become (threat D4).
 */
export async function inflateAtMost(bytes: Uint8Array, bytesAtMost: number): Promise<Uint8Array | undefined> {
  try {
    return await through(new platform.DecompressionStream('deflate'), bytes, bytesAtMost)
  } catch {
    return undefined
  }
}

async function through(
  stream: InstanceType<typeof platform.CompressionStream>,
  bytes: Uint8Array,
  bytesAtMost: number,
): Promise<Uint8Array | undefined> {
  const writer = stream.writable.getWriter()
  // What goes wrong inside is told by the reading side too; here it must only not be unhandled.
  const written = writer.write(bytes).then(() => writer.close())
  written.catch(() => undefined)
  const whole = await readAtMost(stream.readable.getReader(), bytesAtMost)
  if (whole !== undefined) await written
  return whole
}
