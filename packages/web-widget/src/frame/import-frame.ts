import type { HostFrame } from './frame-source.ts'

/** For pages with a bundler: the part is a chunk. */
export async function importFrame(): Promise<HostFrame> {
  return (await import('./host-frame.ts')).hostFrame
}
