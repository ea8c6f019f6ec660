import type { Alert, Answer, AnswerFields, RecordId } from '../../../core/engine/contract/index.ts'

/** What may change when there is news: who only has seen an alert, or has asked something, is called again. */
const ASK_AGAIN: readonly Answer[] = ['seen', 'question']

/** Whether an alert waits for this organisation's word: it has none yet, or there is news since and it has promised nothing. */
export const isWaiting = ({ author, mine, over, news }: Alert): boolean =>
  !author.own && !over && (mine === null || (news && ASK_AGAIN.includes(mine)))

/** Whether there is news on an alert to which this organisation has said that it comes, or that it cannot. */
export const hasQuietNews = (alert: Alert): boolean => !alert.author.own && !alert.over && alert.news && !isWaiting(alert)

/** Whether another computer of ours has raised an open alert: whoever sits here is to hear of it too. */
export const isOfOurs = ({ author, here, over }: Alert): boolean => author.own && !here && !over

/**
 * Which alert stands at the top: the one that stays there, also once it is answered or over, so that what is pressed goes to what was read;
 * then the opened one, if it waits; then the newest that does.
 * @param open all alerts that are open, newest first; @param waiting those of them that are to stand at the top.
 * @param stays what somebody is at, or has just answered there; @param opened whose page is shown.
 */
export function atTheTop(
  open: readonly Alert[],
  waiting: readonly Alert[],
  stays: Alert | null,
  opened: RecordId | null,
): Alert | undefined {
  if (stays !== null) return open.find(({ recordId }) => recordId === stays.recordId) ?? { ...stays, over: true }
  return waiting.find(({ recordId }) => recordId === opened) ?? waiting[0]
}

/** What partners have asked about an open alert of ours, and nothing was said since that could be the reply. The latest first. */
export const openQuestions = ({ author, over, answers }: Alert): Alert['answers'] =>
  author.own && !over ? answers.filter(({ question, current }) => question !== '' && current) : []

/** Whether partners have answered an open alert of ours: who raised it waits for that, wherever she is. */
export const isAnswered = ({ author, over, answers }: Alert): boolean => author.own && !over && answers.some((said) => !said.author.own)

/** The answers of partners, each by what is another once they answer anew: clocks differ, and one that was given earlier can come later. */
export const saidByPartners = ({ answers }: Alert): string[] =>
  answers.flatMap(({ author, answeredAt }) => (author.own ? [] : [`${author.organisationId} ${answeredAt}`]))

/** What of the open alerts matters most now, if anything does. */
export function mostUrgent(open: readonly Alert[]): 'waits' | 'asked' | 'with-nobody' | 'news' | null {
  if (open.some(isWaiting)) return 'waits'
  if (open.some((alert) => openQuestions(alert).length > 0)) return 'asked'
  if (open.some(isOnItsWay)) return 'with-nobody'
  return open.some(hasQuietNews) ? 'news' : null
}

/** How far an own alert has come: nobody to send it to, kept until somebody is there, on the way, or with some. */
export type Reached = { state: 'alone' | 'queued' | 'on-the-way' | 'held'; partners: number; of: number }

/** Null for an alert of another organisation. Whoever has answered has it, though what went by a courier drive is signed for only at the next connection. */
export function reachedBy({ reach, answers }: Alert): Reached | null {
  if (reach === undefined) return null
  const { of } = reach
  const partners = Math.min(of, Math.max(reach.partners, answers.filter(({ author }) => !author.own).length))
  const state = of === 0 ? 'alone' : partners > 0 ? 'held' : reach.connected > 0 ? 'on-the-way' : 'queued'
  return { state, partners, of }
}

/** Whether an own open alert has not reached anybody yet, though there is somebody to reach. */
export function isOnItsWay(alert: Alert): boolean {
  const state = reachedBy(alert)?.state
  return !alert.over && (state === 'queued' || state === 'on-the-way')
}

/** Whether our answer has not come to who raised the alert, as far as is known here. */
export const isAnswerOnItsWay = ({ mine, answerArrived, stoodDownAt }: Alert): boolean =>
  mine !== null && !answerArrived && stoodDownAt === null

/** Our own answer as it stands; null where there is none. */
export const ourAnswer = ({ answers }: Alert): Alert['answers'][number] | null => answers.find(({ author }) => author.own) ?? null

/**
 * What is said with one press: the answer alone, and for who comes what she said before that she brings. A question that was asked is asked
 * no more once there is news.
 */
export function plainAnswer(alert: Alert, answer: Answer): AnswerFields {
  const before = ourAnswer(alert)
  const same = before?.answer === answer ? before : null
  return {
    answer,
    brings: same?.brings ?? [],
    line: same?.line ?? '',
    question: same?.current ? same.question : '',
  }
}

/** Of each thing that is needed, who has said that they bring it. */
export function coverage({ fields, answers }: Alert): { need: string; by: Alert['answers'][number]['author'][] }[] {
  const coming = answers.filter(({ answer }) => answer === 'responding')
  return fields.needs.map((need) => ({ need, by: coming.filter(({ brings }) => brings.includes(need)).map(({ author }) => author) }))
}
