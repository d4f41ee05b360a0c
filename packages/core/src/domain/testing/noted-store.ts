import type { Store } from '../../engine/store-port.ts'
import { watchCommits } from '../../engine/testing/watch-commits.ts'
import { SimulatedDisk } from './simulation/simulated-disk.ts'

/** A memory store, and everything that was ever committed to it, for whoever counts it all again. */
export function notedStore(shards: number): { readonly store: Store; readonly disk: SimulatedDisk } {
  const disk = new SimulatedDisk(shards, 2)
  return { store: watchCommits(disk.store, (changes) => disk.keep(changes)), disk }
}
