import type { Document } from './document.ts'
import { type Phrase, wordsOf } from './words.ts'

const OPEN = '\ue000'
const CLOSE = '\ue001'
/** UTF-16 units shown before the first hit, and in all. */
const LEAD = 60
const LENGTH = 240

interface Hit {
  start: number
  end: number
}

/**
 * The place where the search first meets a record's text, with each hit between U+E000 and U+E001 (contract, `snippet`): of the narrative,
 * else the title, the area, another text or the source row. Without a hit (a filter alone) the beginning of the narrative.
 */
export function snippet(document: Document, phrases: readonly Phrase[]): string {
  for (const text of [document.narrative, document.title, document.area, document.more, document.source]) {
    const found = firstHits(text, phrases)
    if (found.length > 0) return cut(text, found)
  }
  return cut(document.narrative || document.title, [])
}

/** The hits of a text from the first one on, as far as a snippet can show. */
function firstHits(text: string, phrases: readonly Phrase[]): Hit[] {
  const longest = Math.max(0, ...phrases.map(({ words }) => words.length))
  const hits: Hit[] = []
  const recent: { word: string; start: number; end: number }[] = []
  for (const word of wordsOf(text)) {
    const first = hits[0]
    if (first && word.start > first.start + LENGTH) break
    recent.push(word)
    if (recent.length > longest) recent.shift()
    const ends = phrases.filter((phrase) => endsHere(recent, phrase)).map(({ words }) => recent.at(-words.length)?.start ?? word.start)
    if (ends.length > 0) add(hits, { start: Math.min(...ends), end: word.end })
  }
  return hits
}

function endsHere(recent: readonly { word: string }[], { words, prefix }: Phrase): boolean {
  if (recent.length < words.length) return false
  const from = recent.length - words.length
  return words.every((word, at) => {
    const there = recent[from + at]?.word ?? ''
    return prefix && at === words.length - 1 ? there.startsWith(word) : there === word
  })
}

/** Adds a hit; one that overlaps those before it takes them in. */
function add(hits: Hit[], hit: Hit): void {
  let { start } = hit
  for (let last = hits.at(-1); last && last.end > start; last = hits.at(-1)) {
    start = Math.min(start, last.start)
    hits.pop()
  }
  hits.push({ start, end: hit.end })
}

function cut(text: string, hits: readonly Hit[]): string {
  const first = hits[0]?.start ?? 0
  const from = first <= LEAD ? 0 : wordStart(text, first - LEAD, first)
  const to =
    from + LENGTH >= text.length
      ? text.length
      : wordEnd(text, from + LENGTH, Math.min(...hits.slice(0, 1).map(({ end }) => end), text.length))
  let out = from > 0 ? '…' : ''
  let at = from
  for (const { start, end } of hits) {
    if (end > to) break
    out += text.slice(at, start) + OPEN + text.slice(start, end) + CLOSE
    at = end
  }
  return (out + text.slice(at, to) + (to < text.length ? '…' : '')).replace(/\s+/gu, ' ').trim()
}

/** The beginning of the first word after `from`, if there is one before `limit`. */
function wordStart(text: string, from: number, limit: number): number {
  const space = text.slice(from, limit).search(/\s/u)
  return space === -1 ? whole(text, from) : from + space + 1
}

/** The end of the last word before `to`, but not before `atLeast`. */
function wordEnd(text: string, to: number, atLeast: number): number {
  const least = Math.min(atLeast, to)
  const space = text.slice(least, to).search(/\s\S*$/u)
  return space === -1 ? whole(text, Math.max(to, atLeast)) : least + space
}

/** A place that is not in the middle of a surrogate pair. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
