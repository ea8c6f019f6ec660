import { createContext, type ReactNode, use } from 'react'
import type { Piece } from '../../../core/engine/contract/name-words.ts'
import { Pieces } from '../../ui/highlight.tsx'

/** Cuts a text into what is to be marked and the rest. */
export type Mark = (text: string) => readonly Piece[]

const MarkContext = createContext<Mark | null>(null)

/** Marks words in the values of the fields that are shown in it. */
export function Marks({ of, children }: { of: Mark | null; children: ReactNode }): ReactNode {
  return <MarkContext value={of}>{children}</MarkContext>
}

/** A text that a person wrote, with the words marked that are to be. */
export function Marked({ text }: { text: string }): ReactNode {
  const mark = use(MarkContext)
  return mark === null ? text : <Pieces of={mark(text)} />
}
