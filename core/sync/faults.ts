import { MalformedError } from '../log/codec.ts'
import { SegmentError } from '../log/segment.ts'
import { BreachError, type RefusalCode } from './refusal.ts'

/** What a thrown error says of the peer whose message was being handled; null where it is no fault of the peer. */
export function faultCode(error: unknown): RefusalCode | null {
  if (error instanceof BreachError) return error.code
  if (error instanceof MalformedError) return 'malformed'
  if (!(error instanceof SegmentError)) return null
  switch (error.fault) {
    case 'signature':
      return 'forged'
    case 'conflict':
      return 'fork'
    case 'gap':
      return 'gap'
    case 'malformed':
      return 'malformed'
  }
}
