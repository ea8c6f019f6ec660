import type SecretStream from '@hyperswarm/secret-stream'
import type { SignKeyPair } from '../crypto/sign.ts'

/** How another computer is reached. */
export type Way = 'nearby' | 'internet'

/** Where and as whom others are met. */
export interface Place {
  topic: Buffer
  keyPair: SignKeyPair
  /** Let others find us here; without it we only look for them. */
  announce: boolean
  /** Look for others; without it we only wait. */
  look: boolean
  /** Whether who is looked for here is there already. Asked before each dial on the local network. */
  met?(): boolean
  onStream(stream: SecretStream): void
  /** Whether who was at the other end has shown that it belongs here. Asked when a connection of the local network has ended. */
  proved?(stream: SecretStream): boolean
}

/** Something over which others can be met. */
export interface MeetingNode {
  meet(place: Place): { close(): Promise<void> }
}
