import { useLingui } from '@lingui/react/macro'
import { useLogState } from '../features/log/log-state.tsx'
import { LOCK_KEYS, partKeys, RAISE_KEYS, WRITE_KEYS } from './keys.ts'
import { useLock } from './lock.tsx'
import { PART_ROUTES, PARTS, usePartWords } from './rail-parts.ts'
import { type Route, useRouter } from './router.tsx'

/** What can be done or opened from anywhere. */
export interface Command {
  /** What it is called where it stands as a button. */
  words: string
  /** The quick key, where it has one; else empty. */
  keys: string
  run(): void
}

/** All that a search by its name leads to: the parts of Parasol, and what can be begun in them. */
export function useCommands(): readonly Command[] {
  const { t } = useLingui()
  const partWords = usePartWords()
  const router = useRouter()
  const { setFilters } = useLogState()
  const lock = useLock()
  const opened = (name: string): string => t`Go to: ${name}`
  const command = (words: string, route: Route, keys = ''): Command => ({
    words,
    keys,
    run() {
      // These words were for this, and not for what the log shows from now on.
      setFilters({ text: '' })
      router.go(route)
    },
  })
  return [
    ...PARTS.map((part, at) => command(opened(partWords(part)), PART_ROUTES[part], partKeys(at + 1))),
    command(t`Write an incident`, { screen: 'write', draftId: null }, WRITE_KEYS),
    command(t`Raise alert`, { screen: 'raise' }, RAISE_KEYS),
    { words: t`Lock`, keys: LOCK_KEYS, run: lock },
    command(t`Bring in a spreadsheet`, { screen: 'import' }),
    command(t`Save as a spreadsheet`, { screen: 'export' }),
    command(t`See figures`, { screen: 'figures' }),
    command(t`Add a person`, { screen: 'write-card', kind: 'person' }),
    command(t`Add somebody who did harm`, { screen: 'write-card', kind: 'perpetrator' }),
    command(t`Ask for help`, { screen: 'write-card', kind: 'request' }),
    command(t`Begin a complaint`, { screen: 'write-card', kind: 'complaint' }),
    command(t`Write a testimony`, { screen: 'write-card', kind: 'testimony' }),
    command(t`Write a security note`, { screen: 'write-card', kind: 'note' }),
    command(opened(t`Places`), { screen: 'people', part: 'places' }),
    command(opened(t`Units and stations`), { screen: 'people', part: 'units' }),
    command(t`Found a coalition`, { screen: 'found' }),
    command(t`Join with an invite`, { screen: 'join' }),
    command(t`Courier drive`, { screen: 'courier' }),
    command(t`See our computers`, { screen: 'computers' }),
    command(t`Change the passphrase`, { screen: 'settings', change: 'passphrase' }),
  ]
}
