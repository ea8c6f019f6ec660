import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function cardRoutes(engine: Engine) {
  const routes = base.cards
  return {
    list: routes.list.handler(({ input }) => engine.opened().cards.list(input)),
    get: routes.get.handler(({ input }) => engine.opened().cards.get(input.recordId)),
    create: routes.create.handler(({ input }) => engine.opened().cards.create(input)),
    amend: routes.amend.handler(({ input }) => engine.opened().cards.amend(input)),
    reveal: routes.reveal.handler(({ input }) => engine.opened().cards.reveal(input.recordId)),
    unnamable: routes.unnamable.handler(({ input }) => engine.opened().cards.unnamable(input)),
    underName: routes.underName.handler(({ input }) => engine.opened().toFollow.underName(input.recordId)),
    ending: routes.ending.handler(({ input }) => engine.opened().consentEnding.of(input)),
    kept: routes.kept.handler(({ input }) => engine.opened().kept.of(input.recordId)),
    find: routes.find.handler(({ input }) => engine.opened().cards.find(input.text)),
    drafts: routes.drafts.handler(() => engine.opened().cardDrafts.list()),
    saveDraft: routes.saveDraft.handler(({ input }) => engine.opened().cardDrafts.save(input)),
    discardDraft: routes.discardDraft.handler(({ input }) => {
      engine.opened().cardDrafts.discard(input.draftId)
      return {}
    }),
    ownTypes: routes.ownTypes.handler(() => engine.opened().cards.ownTypes()),
    units: routes.units.handler(({ input }) => engine.opened().cards.units(input.text)),
    due: routes.due.handler(({ input }) => engine.opened().toFollow.due(input)),
  }
}
