import { MalformedError, Reader, Writer } from '../../log/codec.ts'

/** The kind of entry that says who did what with a file (docs/protocol.md section 4.6). In the House only. */
export const CUSTODY_KIND = 'custody'
export const CUSTODY_VERSION = 1

const ACTS = ['added', 'viewed', 'exported', 'shared'] as const
export type CustodyAct = (typeof ACTS)[number]

/** What one entry says; when, and on which computer, the entry itself tells. */
export interface CustodyNote {
  /** Id of the record, 32 bytes; zero where it was none. */
  record: Buffer
  /** Of the bytes of the file. */
  sha256: Buffer
  act: CustodyAct
  /** How the person calls herself, empty where she does not say; of what was shared the coalition. At most 200 bytes. */
  who: string
}

/** Longest `who`, in bytes. */
export const WHO_MAX = 200

export const encodeCustody = ({ record, sha256, act, who }: CustodyNote): Buffer =>
  new Writer()
    .u8(1)
    .raw(record, 32)
    .raw(sha256, 32)
    .u8(ACTS.indexOf(act) + 1)
    .str8(who)
    .done()

/** Throws MalformedError. */
export function decodeCustody(body: Buffer): CustodyNote {
  const reader = new Reader(body)
  if (reader.u8() !== 1) throw new MalformedError('custody version')
  const [record, sha256] = [reader.fixed(32), reader.fixed(32)]
  const act = ACTS[reader.u8() - 1]
  const who = reader.str8()
  reader.end()
  if (!act) throw new MalformedError('act')
  if (Buffer.byteLength(who) > WHO_MAX) throw new MalformedError('who')
  return { record, sha256, act, who }
}
