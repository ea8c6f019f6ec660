import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'sw', 'fr', 'es'],
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/renderer/i18n/locales/{locale}/messages', include: ['renderer'] }],
  // Line numbers would change the catalogue with every edit of a screen.
  format: formatter({ lineNumbers: false, origins: false }),
})
