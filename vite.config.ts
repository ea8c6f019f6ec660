import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Lingui's native macro transform ships no binary for every machine; the Babel one runs everywhere.
process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1'

/**
 * Builds the renderer into `dist/renderer`. Both shells serve it under a content security policy without `unsafe-*`,
 * so nothing may be inlined: no module preload shim, no data URLs.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), babel({ presets: [linguiTransformerBabelPreset()] }), lingui()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome120',
    assetsInlineLimit: 0,
    // One style sheet, there from the first screen on: one that did not come would not be asked for again.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    // Electron's runtime and a current Chromium only: no legacy output, and reports of sizes come from the bench.
    reportCompressedSize: false,
    // The packaged app has the screens' libraries in the bundle only, and their licences want to go along.
    license: { fileName: 'licences.md' },
  },
})
