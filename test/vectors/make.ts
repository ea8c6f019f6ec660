/**
 * Wrote `entry-v1.json`, `log-v1.json`, `courier-v1.json`, `sync-v1.json`, `pairing-v1.json`, `blobs-v1.json` and `records-v1.json`, once each: what is there stays. They are frozen with the
 * format: a change of what this script makes is a change of the protocol, and needs a new version there, new files here, and readers for both. Run from the
 * project's folder.
 */
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { KDF } from '../../core/crypto/hash.ts'
import { u64 } from '../../core/crypto/bytes.ts'
import { EntryKeys, KeyCache } from '../../core/log/entry/keys.ts'
import { sealEntry } from '../../core/log/entry/seal.ts'
import { blobFile, blobVectors } from './blob-vectors.ts'
import { courierVectors } from './courier-vectors.ts'
import { deviceSeed, entries, epochs, logId, nonce, signer, space } from './inputs.ts'
import { logVectors } from './log-vectors.ts'
import { pairingVectors } from './pairing-vectors.ts'
import { recordVectors } from './record-vectors.ts'
import { syncVectors } from './sync-vectors.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const write = (name: string, value: unknown): void => {
  const file = new URL(name, import.meta.url)
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(value, null, 1)}\n`, { flag: 'wx' })
}

const { main } = epochs
const L = KDF(main.key, 'log', logId)
const leaf = KDF(L, 'leaf', u64(1))
const E = KDF(leaf, 'entry', nonce)

write('records-v1.json', recordVectors())
write('entry-v1.json', {
  about: 'Entries of format 1, suite 1 (docs/protocol.md sections 1 to 4). Bytes in hexadecimal.',
  deviceSeed: hex(deviceSeed),
  space: hex(space),
  deviceLogKey: hex(signer.publicKey),
  logId: hex(logId),
  nonce: hex(nonce),
  epochs: Object.values(epochs).map(({ ring, key, epochId }) => ({ ring, key: hex(key), epochId: hex(epochId) })),
  keysOfIncident: { L: hex(L), leaf: hex(leaf), E: hex(E), table: hex(KDF(E, 'section', Buffer.from([0, 0]))), body: hex(KDF(E, 'section', Buffer.from([0, 2]))) },
  entries: entries.map(({ name, input }) => {
    const keys = new EntryKeys(input, nonce, new KeyCache())
    return {
      name,
      type: input.type,
      index: input.index,
      tableEpochId: hex(input.tableEpoch.epochId),
      boxes: (input.boxes ?? []).map(hex),
      sections: input.sections.map(({ id, name: code, ring, epoch, body, critical }) => ({
        id,
        name: code,
        ring,
        critical,
        key: epoch && hex(keys.section(epoch, id)),
        body: hex(body),
      })),
      block: hex(sealEntry(input, new KeyCache(), nonce)),
    }
  }),
})
const log = await logVectors()
write('log-v1.json', log)
write('courier-v1.json', courierVectors(log))
write('sync-v1.json', await syncVectors(log))
write('pairing-v1.json', await pairingVectors())
write('blobs-v1.json', blobVectors(createHash('sha256').update(blobFile()).digest('hex')))
