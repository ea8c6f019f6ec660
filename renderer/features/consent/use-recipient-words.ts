import { useLingui } from '@lingui/react/macro'
import { isForAuthority } from '../../../core/engine/contract/consent.ts'
import { type Card, spaceIdSchema } from '../../../core/engine/contract/index.ts'
import { textOf } from '../cards/form-model.ts'
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

/** Whom an answer lets have it: who is named, or any authority where it names none; empty where it is about nobody outside. */
export function useToWhomWords(): (answer: Pick<Card, 'fields'>) => string {
  const { t } = useLingui()
  const recipientWords = useRecipientWords()
  return ({ fields }) => {
    const recipient = textOf(fields['recipient'])
    return recipient === '' && isForAuthority(Number(fields['level'])) ? t`Any authority` : recipientWords(recipient)
  }
}
