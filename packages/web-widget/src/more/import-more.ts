import type { RenderMore } from '../state/more-source.ts'

/** For pages with a bundler: the second part is a chunk. */
export async function importMore(): Promise<RenderMore> {
  return (await import('./render-more.tsx')).renderMore
}
