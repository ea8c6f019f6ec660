/** Whole numbers from 0 up to `most` (a whole number from 1), five at most, by 1, 2 or 5 times some power of ten. */
export function wholeTicks(most: number): number[] {
  const steps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat()
  const step = steps.find((each) => most / each < 5) ?? most
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step)
}
