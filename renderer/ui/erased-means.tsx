import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** What erasing does and what it does not, before somebody relies on it. */
export function ErasedMeans(): ReactNode {
  return (
    <p>
      <Trans>
        What is erased goes from every screen and from the search, with its whole history, here and on your other computers. Parasol cannot
        bring it back. Its locked form stays on the disk until a later version of Parasol can remove that too: somebody with this computer,
        the passphrase or the recovery words, and much skill could still open it. Copies that somebody saved or printed stay as well.
      </Trans>
    </p>
  )
}
