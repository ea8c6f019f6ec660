import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useRouter } from '../../app/router.tsx'
import { Page } from '../../ui/page.tsx'

/** In place of a form that was to go on with a draft which is not there any more: an empty one would look as if its words were lost. */
export function DraftGone(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <Page title={t`This draft is not here any more`} onBack={() => router.back({ screen: 'log', recordId: null })} backLabel={t`Back`}>
      <p>
        <Trans>It was saved, or thrown away.</Trans>
      </p>
    </Page>
  )
}
