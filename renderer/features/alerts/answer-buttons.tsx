import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { type Alert, answerSchema } from '../../../core/engine/contract/alert.ts'
import { ProblemNote } from '../../ui/problem.tsx'
import { plainAnswer } from './alert-state.ts'
import { useAnswer } from './use-alerts.ts'

const PLAIN = ['seen', 'responding', 'cannot'] as const

/** The plain answers, as they stand on the buttons. */
export function usePlainWords(): Record<(typeof PLAIN)[number], string> {
  const { t } = useLingui()
  return { seen: t`Seen`, responding: t`We are responding`, cannot: t`We cannot` }
}

/**
 * The three answers that need no word more. A later one takes the place of the one before.
 * @param onChoose hears of a press before anything is sent.
 */
export function AnswerButtons({ alert, onChoose }: { alert: Alert; onChoose?: () => void }): ReactNode {
  const { t } = useLingui()
  const answer = useAnswer(alert)
  const words = usePlainWords()
  // One that was given before there was news is to be given anew.
  const given = alert.mine === null || alert.news ? [] : [alert.mine]
  const choose = (chosen: ReadonlySet<unknown>): void => {
    const said = answerSchema.safeParse([...chosen][0])
    if (!said.success || answer.isPending || given.includes(said.data)) return
    onChoose?.()
    answer.mutate(plainAnswer(alert, said.data))
  }
  return (
    <>
      <ToggleButtonGroup
        className="actions"
        aria-label={t`Our answer`}
        selectionMode="single"
        disallowEmptySelection={given.length > 0}
        selectedKeys={given}
        onSelectionChange={choose}
        isDisabled={answer.isPending}
      >
        {PLAIN.map((each) => (
          <ToggleButton key={each} id={each} className="button button-plain answer-button">
            {words[each]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <ProblemNote of={answer.error} />
    </>
  )
}
