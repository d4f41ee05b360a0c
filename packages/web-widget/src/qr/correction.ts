/** The field of QR codes, GF(256) over x⁸+x⁴+x³+x²+1 (ISO/IEC 18004 §7.5.2): products by shift and add. */
function times(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d)
    if ((other >> bit) & 1) product ^= one
  }
  return product
}

/** The generator polynomial of a degree without its leading 1: the product of (x − 2ⁱ) for i below the degree. */
function generator(degree: number): Uint8Array {
  const factors = new Uint8Array(degree)
  factors[degree - 1] = 1
  for (let step = 0, root = 1; step < degree; step++, root = times(root, 2)) {
    for (let at = 0; at < degree; at++) factors[at] = times(factors[at] ?? 0, root) ^ (factors[at + 1] ?? 0)
  }
  return factors
}

/** Reed–Solomon codewords that follow the data: the remainder of its division by the generator. */
export function correctionOf(data: Uint8Array, count: number): Uint8Array {
  const divisor = generator(count)
  const rest = new Uint8Array(count)
  for (const codeword of data) {
    const factor = codeword ^ (rest[0] ?? 0)
    rest.copyWithin(0, 1)
    rest[count - 1] = 0
    for (let at = 0; at < count; at++) rest[at] = (rest[at] ?? 0) ^ times(divisor[at] ?? 0, factor)
  }
  return rest
}
