import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useEngine } from './engine.tsx'

/** Shows the window light or dark as the settings say. While the log is locked the computer's own choice counts. */
export function useTheme(): void {
  const { queries } = useEngine()
  const theme = useQuery(queries.settings.get.queryOptions()).data?.theme ?? 'system'
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    return () => {
      delete root.dataset['theme']
    }
  }, [theme])
}
