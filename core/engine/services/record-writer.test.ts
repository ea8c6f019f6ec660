import { expect, it } from 'vitest'
import { bring } from '../../../test/support/spaces.ts'
import { Stage } from '../../../test/support/stage.ts'
import { enterSpace, foundSpace, openSpace } from '../../space/found.ts'
import { spaceKeysOf } from '../../space/hand-over.ts'
import { deviceKeys } from '../../space/keys.ts'
import { spaceIdSchema } from '../contract/index.ts'
import type { Projector } from './projector.ts'
import { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

const stage = Stage.forThisFile()

it('tells a new computer that it has to wait for the others, and a removed one that it is removed', async () => {
  const alma = await stage.party('alma')
  const first = await openSpace(await foundSpace('house', 'Alma', alma.identity, alma.around), alma.identity, alma.around)
  const { around, identity } = await stage.party('second')
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const { log, box } = deviceKeys(own.deviceSeed, first.id)
  await first.certifyDevice({ log: log.publicKey, box: box.publicKey, label: '' })
  const [keys] = await spaceKeysOf(first, first.keyring.all())
  if (!keys) throw new Error('a space has keys')
  const second = await openSpace(enterSpace('house', keys, around).facts, own, around)
  second.showStatements(first.statements().map(({ bytes }) => bytes))
  const spaces: Pick<Spaces, 'get'> = { get: () => second }
  const writer = new RecordWriter(spaces as Spaces, {} as Projector, () => undefined)
  const write = () => writer.writable(spaceIdSchema.parse(second.id.toString('hex')))
  expect(write).toThrow('NOT_ARRIVED')
  await bring(first, second)
  expect(write()).toBe(second)
  await first.revokeDevice(second.own.id)
  await bring(first, second)
  expect(write).toThrow('COMPUTER_REMOVED')
})
