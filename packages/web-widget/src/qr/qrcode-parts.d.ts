// The package's own types cover its root only, which brings canvas and PNG writers along.
declare module 'qrcode/lib/core/bit-matrix.js' {
  export default class BitMatrix {
    constructor(size: number)
    readonly size: number
    readonly data: Uint8Array
    set(row: number, column: number, value: boolean | number, isReserved?: boolean): void
    xor(row: number, column: number, value: number): void
    isReserved(row: number, column: number): number
  }
}

declare module 'qrcode/lib/core/reed-solomon-encoder.js' {
  export default class ReedSolomonEncoder {
    constructor(degree: number)
    encode(data: Uint8Array): Uint8Array
  }
}
