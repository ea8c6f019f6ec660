/** First byte, and the one behind the last. */
export interface Range {
  start: number
  end: number
}

/** What of a file of `size` bytes a `Range` header asks for; `whole` without one or with one that may be ignored, `none` where it lies outside. */
export function rangeOf(header: string | null, size: number): Range | 'whole' | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  return start < end ? { start, end } : 'none'
}
