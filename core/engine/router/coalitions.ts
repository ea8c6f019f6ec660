import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function coalitionRoutes(engine: Engine) {
  const routes = base.coalitions
  const coalitions = () => engine.opened().coalitions
  const elections = () => engine.opened().elections
  return {
    list: routes.list.handler(() => coalitions().list()),
    found: routes.found.handler(async ({ input }) => ({ spaceId: await coalitions().found(input.name) })),
    invite: routes.invite.handler(({ input }) => coalitions().invite(input.spaceId, input.hours, input.past)),
    invites: routes.invites.handler(({ input }) => coalitions().invites(input.spaceId)),
    withdrawInvite: routes.withdrawInvite.handler(({ input }) => {
      coalitions().withdrawInvite(input.inviteId)
      return {}
    }),
    join: routes.join.handler(({ input }) => coalitions().join(input.text)),
    pairings: routes.pairings.handler(() => coalitions().pairings()),
    confirm: routes.confirm.handler(({ input }) => coalitions().confirm(input.pairingId, input.same)),
    dismiss: routes.dismiss.handler(({ input }) => {
      coalitions().dismiss(input.pairingId)
      return {}
    }),
    remove: routes.remove.handler(async ({ input }) => {
      await coalitions().remove(input.spaceId, input.organisationId)
      return {}
    }),
    appoint: routes.appoint.handler(async ({ input }) => {
      await coalitions().appoint(input.spaceId, input.organisationId)
      return {}
    }),
    handOver: routes.handOver.handler(async ({ input }) => {
      await coalitions().handOver(input.spaceId, input.organisationId)
      return {}
    }),
    nameFounder: routes.nameFounder.handler(async ({ input }) => {
      await elections().vote(input.spaceId, input.organisationId)
      return {}
    }),
    stillHere: routes.stillHere.handler(async ({ input }) => {
      await elections().here(input.spaceId)
      return {}
    }),
    acceptPlace: routes.acceptPlace.handler(async ({ input }) => {
      await coalitions().acceptPlace(input.spaceId)
      return {}
    }),
    leave: routes.leave.handler(async ({ input }) => {
      await coalitions().leave(input.spaceId, input.erase)
      return {}
    }),
  }
}

export function networkRoutes(engine: Engine) {
  const routes = base.network
  const network = () => engine.network()
  return {
    status: routes.status.handler(() => network().status()),
    set: routes.set.handler(({ input }) => network().set(input)),
    dial: routes.dial.handler(({ input }) => network().dial(input.address)),
  }
}
