/** Which three of the 24 words are asked for, as ascending indices from 0. Only so that a paper left unwritten is noticed: no secret hangs on it. */
export function askedWords(random: () => number = Math.random): readonly [number, number, number] {
  const third = (start: number): number => start + Math.floor(random() * 8)
  return [third(0), third(8), third(16)]
}
