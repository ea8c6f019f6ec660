import { createContext, type ReactNode, use } from 'react'
import type { ShellBridge } from './bridge.ts'

/** What of the shell a screen may use. */
export type ShellWays = Pick<ShellBridge, 'chooseFolder' | 'notifier' | 'briefCopy'>

const ShellContext = createContext<ShellWays>({
  chooseFolder: null,
  notifier: { state: () => 'refused', ask: () => Promise.resolve(), notify: () => undefined },
  briefCopy: () => undefined,
})

export function ShellProvider({ shell, children }: { shell: ShellWays; children: ReactNode }): ReactNode {
  return <ShellContext value={shell}>{children}</ShellContext>
}

export function useShell(): ShellWays {
  return use(ShellContext)
}
