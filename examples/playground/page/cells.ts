import type { Cell } from './cell.ts'
import { scannerCells } from './scanner-cells.ts'
import { walletCells } from './wallet-cells.ts'

/** Every screen of both elements, in the order of the page. */
export const cells: readonly Cell[] = [...walletCells, ...scannerCells]
