import type { ReactNode } from 'react'

/** How a record says its fields: the label of each, the same as on its form, and a value in words. */
export interface Said {
  label(field: string): string
  value(field: string, value: unknown): ReactNode
  /** Whether the value stands for a text that lies apart: no version of it can be chosen, only written anew. */
  isSealed?(field: string): boolean
}
