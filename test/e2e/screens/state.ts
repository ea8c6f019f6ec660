import type { Walk } from '../walk.ts'

/** One state of a screen. */
export interface State {
  name: string
  /** From anywhere in the open log to this state. */
  open(walk: Walk): Promise<void>
  /** It is a question or a dialog above the screen: the file below `renderer/` that has it. */
  dialog?: string
}

export const state = (name: string, open: State['open']): State => ({ name, open })
export const dialog = (name: string, file: string, open: State['open']): State => ({ name, open, dialog: `features/${file}` })
