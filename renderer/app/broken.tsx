import { Trans, useLingui } from '@lingui/react/macro'
import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { useLock } from './lock.tsx'
import { useRouter } from './router.tsx'

interface BoundaryProps {
  /** The children are tried again when this is another one. */
  of: unknown
  instead: ReactNode
  children: ReactNode
}

/** Shows something else where showing its children throws. React puts what was thrown on the console. */
class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override componentDidUpdate({ of }: BoundaryProps): void {
    if (this.state.isBroken && of !== this.props.of) this.setState({ isBroken: false })
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.instead : this.props.children
  }
}

/** Around one screen: where it breaks, the rail, the search and the lock stay, and another screen can be opened. */
export function ScreenBoundary({ children }: { children: ReactNode }): ReactNode {
  const { route } = useRouter()
  return (
    <Boundary of={route} instead={<BrokenScreen />}>
      {children}
    </Boundary>
  )
}

/** Around the whole window, as long as it has the same engine. */
export function WindowBoundary({ children }: { children: ReactNode }): ReactNode {
  return (
    <Boundary of={null} instead={<BrokenWindow />}>
      {children}
    </Boundary>
  )
}

function BrokenScreen(): ReactNode {
  const { t } = useLingui()
  const { route, go, replace } = useRouter()
  return (
    <Page title={t`This page could not be shown`}>
      <p>
        <Trans>
          That is a fault of Parasol, not yours. Everything that said “Saved” is safe on this computer, and so is what you were writing.
        </Trans>
      </p>
      <div className="actions">
        <Button look="primary" onPress={() => replace({ ...route })}>{t`Show it again`}</Button>
        {route.screen === 'log' && route.recordId === null ? null : (
          <Button onPress={() => go({ screen: 'log', recordId: null })}>{t`Go to the log`}</Button>
        )}
      </div>
    </Page>
  )
}

function BrokenWindow(): ReactNode {
  const { t } = useLingui()
  const lock = useLock()
  return (
    <Sheet title={t`Parasol could not be shown`}>
      <p>
        <Trans>
          That is a fault of Parasol, not yours. Everything that said “Saved” is safe on this computer, and so is what you were writing.
          Lock it, and open it again.
        </Trans>
      </p>
      <div className="actions">
        <Button look="primary" onPress={lock}>{t`Lock`}</Button>
      </div>
    </Sheet>
  )
}
