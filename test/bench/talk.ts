import type SecretStream from '@hyperswarm/secret-stream'
import type { Space } from '../../core/space/space.ts'
import { Claims } from '../../core/sync/claims.ts'
import { PeerSession } from '../../core/sync/session.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { throwAwayReceipts } from '../support/sync.ts'

/** Speaks of one space over a stream, as the program does. Whatever goes wrong spoils the bench. `claims`: of all streams of one computer. */
export const talk = (
  stream: SecretStream,
  space: Space,
  fail: (error: unknown) => void,
  closed: () => void,
  claims = new Claims(),
): PeerSession =>
  new PeerSession(stream, [space], {
    claims,
    receiptsOf: throwAwayReceipts,
    timers: systemTimers,
    events: {
      met: () => undefined,
      left: () => undefined,
      gave: () => undefined,
      refused: ({ code }) => fail(new Error(code)),
      failed: fail,
      closed,
    },
  })
