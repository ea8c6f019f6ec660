import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '../ui/button.tsx'
import { AREA_KEYS, HELP_KEYS, LOCK_KEYS, partKeys, RAISE_KEYS, SAVE_KEYS, SEARCH_KEYS, WRITE_KEYS } from './keys.ts'
import { PARTS, usePartWords } from './rail-parts.ts'

/** All that can be done by a key of its own. */
export function KeysHelp({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useLingui()
  const partWords = usePartWords()
  const keys: readonly (readonly [string, string])[] = [
    [LOCK_KEYS, t`Locks at once, whatever is open`],
    [RAISE_KEYS, t`Raises an alert`],
    [WRITE_KEYS, t`Writes an incident`],
    [SAVE_KEYS, t`Saves what you are writing`],
    [SEARCH_KEYS, t`Searches the log`],
    ...PARTS.map((part, at) => [partKeys(at + 1), t`Opens: ${partWords(part)}`] as const),
    [AREA_KEYS, t`Goes to the next part of the window, and to “Undo” while it is there; with Shift, to the one before`],
    ['Tab', t`Goes to the next thing to press or fill in; with Shift, to the one before`],
    ['↑ ↓', t`Goes through a list, or through choices`],
    ['Esc', t`Closes what has opened, and changes nothing`],
    [HELP_KEYS, t`Shows these keys`],
  ]
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">
            <Trans>Keys</Trans>
          </Heading>
          <dl className="keys">
            {keys.map(([key, words]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
          <div className="actions">
            <Button look="primary" onPress={onClose} autoFocus>{t`Close`}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
