/** Every lane of a store by number, for views that add up what lies beside the holders of all lanes. */
export function laneNumbers(lanes: number): number[] {
  return Array.from({ length: lanes }, (_, lane) => lane)
}
