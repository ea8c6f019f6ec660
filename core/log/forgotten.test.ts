import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { randomBytes } from '../crypto/bytes.ts'
import { forgetAll, secret } from '../crypto/secret.ts'
import { signKeyPair } from '../crypto/sign.ts'
import { LogStore } from './store.ts'

it('nothing is appended once the key that signs is forgotten, and the log is as it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parasol-log-'))
  const [space, seed] = [randomBytes(32), randomBytes(32)]
  const keys = signKeyPair(seed)
  secret(keys.secretKey)
  const store = await LogStore.open(folder)
  const own = await store.own(space, keys)
  await own.append(() => [randomBytes(64)])
  const before = own.head()
  const late = own.append(async () => {
    forgetAll()
    return [randomBytes(64)]
  })
  await expect(late).rejects.toThrow('forgotten')
  expect([own.length, own.head()]).toEqual([1, before])
  await store.close()

  const again = await LogStore.open(folder)
  const copy = await again.own(space, signKeyPair(seed))
  const head = copy.head()
  expect([copy.length, head !== null && copy.checkHead(head)]).toEqual([1, true])
  await again.close()
  await rm(folder, { recursive: true })
})
