import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function fileRoutes(engine: Engine) {
  const routes = base.files
  const files = () => engine.opened().files
  return {
    begin: routes.begin.handler(({ input }) => files().begin(input)),
    piece: routes.piece.handler(({ input }) => files().piece(input.uploadId, input.at, Buffer.from(input.data, 'base64'))),
    finish: routes.finish.handler(async ({ input }) => {
      const file = await files().finish(input.uploadId)
      if (input.draft) engine.opened().draftFiles.attach(input.draft, file)
      return file
    }),
    cancel: routes.cancel.handler(async ({ input }) => {
      await files().cancel(input.uploadId, input.keep)
      return {}
    }),
    discard: routes.discard.handler(async ({ input }) => ({ discarded: await files().discard(input.file) })),
    held: routes.held.handler(async ({ input }) => ({ held: await files().held(input) })),
    whereabouts: routes.whereabouts.handler(({ input }) => engine.opened().travel.whereabouts(input)),
    want: routes.want.handler(async ({ input }) => {
      await engine.opened().travel.want(input, input.wanted)
      return {}
    }),
    read: routes.read.handler(async ({ input }) => ({
      data: (await files().read(input, input.start, input.length)).toString('base64'),
    })),
    save: routes.save.handler(({ input, signal }) => engine.opened().fileExports.save(input, signal)),
    disagreed: routes.disagreed.handler(({ input }) => engine.opened().fileExports.disagreed(input)),
    copy: routes.copy.handler(({ input, signal }) => files().copy(input, signal)),
    viewed: routes.viewed.handler(async ({ input }) => {
      await files().viewed(input)
      return {}
    }),
    custody: routes.custody.handler(({ input }) => files().custody(input.sha256)),
  }
}
