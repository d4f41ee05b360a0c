/** A square of modules, row by row; 1 is dark. What is reserved is pattern, not data: no mask turns it over. */
export interface Modules {
  readonly size: number
  readonly data: Uint8Array
  readonly isReserved: Uint8Array
}

export function emptyModules(size: number): Modules {
  return { size, data: new Uint8Array(size * size), isReserved: new Uint8Array(size * size) }
}

/** Draws one module of a pattern. */
export function reserve({ size, data, isReserved }: Modules, row: number, column: number, isDark: boolean): void {
  data[row * size + column] = Number(isDark)
  isReserved[row * size + column] = 1
}
