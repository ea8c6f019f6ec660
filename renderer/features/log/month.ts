/** The first and the last day of the month that a moment lies in, where this computer is, as the filters have them. */
export function monthOf(moment: Date): { from: string; to: string } {
  const [year, month] = [moment.getFullYear(), moment.getMonth()]
  const day = (date: number): string =>
    `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return { from: day(1), to: day(new Date(year, month + 1, 0).getDate()) }
}
