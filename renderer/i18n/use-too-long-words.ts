import { useLingui } from '@lingui/react/macro'

/** What is said of a text that is too long, which is never cut off. */
export function useTooLongWords(): (length: number, limit: number) => string {
  const { t, i18n } = useLingui()
  return (long, most) => {
    const [length, limit] = [i18n.number(long), i18n.number(most)]
    return t`This is ${length} characters long, and at most ${limit} can be saved. It is kept here: make it shorter.`
  }
}
