import type { Route } from '../../renderer/app/router.tsx'
import { COALITION_SCREENS } from './screens/coalition-screens.ts'
import { INCIDENT_SCREENS } from './screens/incident-screens.ts'
import { RECORD_SCREENS } from './screens/record-screens.ts'
import type { State } from './screens/state.ts'

/**
 * Every screen there is, and every state of it worth looking at, in a profile that `fullProfile` made. A new screen has to be added here, or it does not
 * compile; a new dialog, or `screens.test.ts` fails.
 */
export const SCREENS: Record<Route['screen'], readonly State[]> = { ...INCIDENT_SCREENS, ...RECORD_SCREENS, ...COALITION_SCREENS }
