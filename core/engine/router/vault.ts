import type { Engine } from '../engine.ts'
import { base } from './base.ts'

export function vaultRoutes(engine: Engine) {
  const routes = base.vault
  return {
    status: routes.status.handler(() => engine.status()),
    suggestPassphrase: routes.suggestPassphrase.handler(() => ({ words: engine.suggestPassphrase() })),
    create: routes.create.handler(async ({ input }) => {
      await engine.create(input.organisationName, input.passphrase)
      return {}
    }),
    createComputer: routes.createComputer.handler(async ({ input }) => {
      await engine.createComputer(input.computerName, input.passphrase)
      return {}
    }),
    words: routes.words.handler(() => ({ words: engine.opened().vault.words() })),
    confirmWords: routes.confirmWords.handler(({ input }) => {
      engine.confirmWords(input.answers)
      return {}
    }),
    unlock: routes.unlock.handler(async ({ input }) => {
      await engine.unlock(input.passphrase)
      return {}
    }),
    recover: routes.recover.handler(async ({ input }) => {
      await engine.recover(input.words, input.passphrase)
      return {}
    }),
    changePassphrase: routes.changePassphrase.handler(async ({ input }) => {
      await engine.changePassphrase(input.current, input.next)
      return {}
    }),
    chooseLanguage: routes.chooseLanguage.handler(({ input }) => {
      engine.chooseLanguage(input.language)
      return {}
    }),
    touch: routes.touch.handler(() => {
      engine.touch()
      return {}
    }),
  }
}

export function settingsRoutes(engine: Engine) {
  const routes = base.settings
  return {
    get: routes.get.handler(() => engine.opened().settings.get()),
    set: routes.set.handler(({ input }) => engine.setSettings(input)),
  }
}
