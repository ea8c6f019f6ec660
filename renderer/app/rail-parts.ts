import { useLingui } from '@lingui/react/macro'
import type { Route } from './router.tsx'

/** The parts of Parasol, in the order of the rail and of their keys. */
export const PARTS = ['log', 'alerts', 'follow', 'people', 'coalitions', 'settings'] as const
export type Part = (typeof PARTS)[number]

export const PART_ROUTES: Record<Part, Route> = {
  log: { screen: 'log', recordId: null },
  alerts: { screen: 'alerts', recordId: null },
  follow: { screen: 'follow', part: 'due' },
  people: { screen: 'people', part: 'people' },
  coalitions: { screen: 'coalitions', spaceId: null },
  settings: { screen: 'settings' },
}

/** What each part is called. */
export function usePartWords(): (part: Part) => string {
  const { t } = useLingui()
  const words: Record<Part, string> = {
    log: t`Log`,
    alerts: t`Alerts`,
    follow: t`To follow`,
    people: t`People and units`,
    coalitions: t`Coalitions`,
    settings: t`Settings`,
  }
  return (part) => words[part]
}
