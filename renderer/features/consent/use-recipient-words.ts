import { useLingui } from '@lingui/react/macro'
import { spaceIdSchema } from '../../../core/engine/contract/index.ts'
import { useSpaces } from '../log/names.ts'

/** Who may have it: a coalition by its name here, others as they were written; empty where nobody is named. */
export function useRecipientWords(): (recipient: string) => string {
  const { t } = useLingui()
  const { coalitions } = useSpaces()
  return (recipient) => {
    const coalition = coalitions.find(({ spaceId }) => spaceId === recipient)
    if (coalition !== undefined) return coalition.name
    return spaceIdSchema.safeParse(recipient).success ? t`A coalition you are not in any more` : recipient
  }
}
