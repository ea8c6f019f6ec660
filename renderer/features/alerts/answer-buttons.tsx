import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { type Alert, type Answer, answerSchema } from '../../../core/engine/contract/alert.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { useAnswer } from './use-alerts.ts'

/** The three answers. A later one takes the place of the one before. */
export function AnswerButtons({ alert }: { alert: Alert }): ReactNode {
  const { t } = useLingui()
  const answer = useAnswer(alert)
  const words: Record<Answer, string> = { seen: t`Seen`, responding: t`We are responding`, cannot: t`We cannot` }
  const choose = (chosen: ReadonlySet<unknown>): void => {
    const said = answerSchema.safeParse([...chosen][0])
    if (said.success && !answer.isPending) answer.mutate(said.data)
  }
  return (
    <>
      <ToggleButtonGroup
        className="actions"
        aria-label={t`Our answer`}
        selectionMode="single"
        disallowEmptySelection={alert.mine !== null}
        selectedKeys={alert.mine === null ? [] : [alert.mine]}
        onSelectionChange={choose}
        isDisabled={answer.isPending}
      >
        {answerSchema.options.map((each) => (
          <ToggleButton key={each} id={each} className="button button-plain answer-button">
            {words[each]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ProblemNote of={answer.error} />
    </>
  )
}
