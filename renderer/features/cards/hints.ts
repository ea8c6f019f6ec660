import { useLingui } from '@lingui/react/macro'
import type { CardKind } from '../../../core/engine/contract/index.ts'

/** What helps to fill a field in, where its label does not say it all. */
export function useHints(kind: CardKind): (field: string) => string | undefined {
  const { t } = useLingui()
  const hints: Partial<Record<CardKind, Readonly<Record<string, string>>>> = {
    person: {
      pseudonym: t`Never the real name. A name that only your organisation knows.`,
      about: t`For example: what they wish, what to take care of, how you met. No real names or phone numbers here.`,
    },
    perpetrator: {
      label: t`A name or a mark by which you know them again, for example: the tall sergeant with the scar.`,
      unit: t`Write it the same way each time: those of one unit come together.`,
    },
    request: {
      title: t`For example: a lawyer for Neema, bail before Friday.`,
      takenBy: t`A name or initials of one of you.`,
    },
    complaint: {
      body: t`For example: the police oversight, the human rights commission, the head of the station.`,
      channel: t`For example: by hand, by letter, by email, through a lawyer.`,
      intermediary: t`A lawyer, or your organisation: whoever stands there in place of those it is about.`,
      witnesses: t`For example: two neighbours, the doctor’s report, the picture of the door. By names that are not the real ones.`,
      redacted: t`For example: her name and her street on the doctor’s report, because the letter goes through the station.`,
      relief: t`For example: that the officer is moved, that the money is given back.`,
      risk: t`What could happen to whom because of the complaint, and what you do about it.`,
    },
    testimony: {
      narrative: t`As they tell it. Leave out real names, addresses and phone numbers.`,
    },
    note: {
      title: t`For example: arrests at the bus park every Friday evening.`,
      area: t`The area only: a street, a part of town, a town.`,
    },
  }
  return (field) => hints[kind]?.[field]
}
