/** The beginning of a text with "…" behind it, `limit` characters in all; never half of a surrogate pair. */
export function cut(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 2)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, splitsPair ? limit - 2 : limit - 1)}…`
}
