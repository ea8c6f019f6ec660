import type { ReactNode } from 'react'
import type { Piece } from '../../core/engine/contract/name-words.ts'

const OPEN = '\uE000'
const CLOSE = '\uE001'

/** Cuts a snippet at its markers. Markers that do not pair are dropped; the text is never read as markup. */
export function piecesOf(snippet: string): Piece[] {
  const pieces: Piece[] = []
  let hit = false
  for (const part of snippet.split(/([\uE000\uE001])/)) {
    if (part === OPEN) hit = true
    else if (part === CLOSE) hit = false
    else if (part !== '') pieces.push({ text: part, hit })
  }
  return pieces
}

/** A snippet with what was found marked. */
export function Highlight({ snippet }: { snippet: string }): ReactNode {
  return <Pieces of={piecesOf(snippet)} />
}

/** A text in pieces, with the hits marked. */
export function Pieces({ of }: { of: readonly Piece[] }): ReactNode {
  return of.map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
    piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  )
}
