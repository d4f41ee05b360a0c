// The package's own types cover its root only, which brings canvas and PNG writers along.
declare module 'qrcode/lib/core/qrcode.js' {
  export interface QrSegment {
    readonly data: string
    readonly mode: 'alphanumeric' | 'byte' | 'numeric'
  }
  export interface QrSymbol {
    readonly modules: { readonly size: number; readonly data: Uint8Array }
    readonly version: number
  }
  export function create(
    data: string | readonly QrSegment[],
    options: { readonly version?: number; readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): QrSymbol
}
