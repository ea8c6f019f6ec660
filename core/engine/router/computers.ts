import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function computerRoutes(engine: Engine) {
  const routes = base.computers
  const computers = () => engine.opened().computers
  const sync = () => engine.network().sync
  return {
    list: routes.list.handler(() => computers().list()),
    invite: routes.invite.handler(({ input }) => computers().invite(input.hours)),
    invites: routes.invites.handler(() => computers().invites()),
    join: routes.join.handler(({ input }) => engine.joining().network.sync.join(input.text, 'house')),
    pairings: routes.pairings.handler(() =>
      sync()
        .pairings()
        .filter(({ kind }) => kind === 'house'),
    ),
    confirm: routes.confirm.handler(({ input }) => sync().confirm(input.pairingId, input.same)),
    dismiss: routes.dismiss.handler(({ input }) => {
      sync().dismiss(input.pairingId)
      return {}
    }),
    rename: routes.rename.handler(async ({ input }) => {
      await computers().rename(input.computerId, input.name)
      return {}
    }),
    revoke: routes.revoke.handler(async ({ input }) => {
      await computers().revoke(input.computerId)
      return {}
    }),
  }
}
