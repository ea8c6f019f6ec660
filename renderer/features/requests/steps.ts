import type { Version } from '../../../core/engine/contract/index.ts'

/** How far a request for help has come. */
export type RequestStatus = 'asked' | 'accepted' | 'under-way' | 'met' | 'refused' | 'withdrawn'

/** The way that is hoped for, in order. */
export const USUAL_WAY: readonly RequestStatus[] = ['asked', 'accepted', 'under-way', 'met']

const NEXT: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  asked: ['accepted', 'refused', 'withdrawn'],
  accepted: ['under-way', 'met', 'refused', 'withdrawn'],
  'under-way': ['met', 'refused', 'withdrawn'],
  met: ['under-way'],
  refused: ['asked'],
  withdrawn: ['asked'],
}

/** What is stored where nothing is said: a request that is written has been asked. A word of a later version counts as asked. */
export const statusOf = (value: unknown): RequestStatus =>
  typeof value === 'string' && Object.hasOwn(NEXT, value) ? (value as RequestStatus) : 'asked'

/** Where a request can go from here, what is hoped for first. */
export const nextOf = (status: RequestStatus): readonly RequestStatus[] => NEXT[status]

/** Whether somebody still waits. */
export const isOpen = (status: RequestStatus): boolean => status === 'asked' || status === 'accepted' || status === 'under-way'

/**
 * The steps of the usual way that a request has behind it, by its history: none that it left out, and none that it went back on, as with an undo. It was
 * asked for in any case.
 */
export function passedIn(history: readonly Pick<Version, 'changes'>[], status: RequestStatus): ReadonlySet<RequestStatus> {
  let passed: RequestStatus[] = ['asked']
  for (const { changes } of history) {
    const change = changes.find(({ field }) => field === 'status')
    if (change === undefined) continue
    const next = statusOf(change.after)
    const at = USUAL_WAY.indexOf(next)
    // What ended it took nothing back that was done before.
    if (at !== -1) passed = [...passed.filter((each) => USUAL_WAY.indexOf(each) < at), next]
  }
  const at = USUAL_WAY.indexOf(status)
  return new Set(passed.filter((each) => at === -1 || USUAL_WAY.indexOf(each) < at))
}
