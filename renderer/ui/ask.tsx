import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.tsx'

export interface AskProps {
  title: ReactNode
  children: ReactNode
  /** The button that does it: a verb with its object. */
  action: string
  onAction(): void
  onClose(): void
  /** The button that does nothing, where "Leave it as it is" would not be understood. */
  keep?: string
  isBusy?: boolean
  /** It can be undone later, so it is not red. */
  isUndoable?: boolean
}

/** Asks before something that cannot be undone, or gives others power. Escape and the first button leave everything as it is. */
export function Ask({ title, children, action, onAction, onClose, keep, isBusy = false, isUndoable = false }: AskProps): ReactNode {
  const { t } = useLingui()
  return (
    <ModalOverlay className="veil" isOpen isDismissable={!isBusy} onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title">{title}</Heading>
          <div className="prose">{children}</div>
          <div className="actions">
            <Button onPress={onClose} isDisabled={isBusy} autoFocus>
              {keep ?? t`Leave it as it is`}
            </Button>
            <Button look={isUndoable ? 'primary' : 'danger'} onPress={onAction} isDisabled={isBusy}>
              {action}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
