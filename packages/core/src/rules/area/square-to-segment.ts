/** Square of the distance from the origin to the segment that starts at (x, y) and runs along (dx, dy). */
export function squareToSegment(x: number, y: number, dx: number, dy: number): number {
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(x * dx + y * dy) / length))
  const nearX = x + along * dx
  const nearY = y + along * dy
  return nearX * nearX + nearY * nearY
}
