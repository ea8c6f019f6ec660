import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

// Lingui's native macro transform ships no binary for every machine; the Babel one runs everywhere.
process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1'

/** Two kinds of pictures in a PDF are decoded by parts of pdf.js that it loads by name, from the folder that it is told (renderer/features/files/pdf). */
const pdfParts: Plugin = {
  name: 'pdf-parts',
  generateBundle() {
    const packed = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
    for (const name of ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js'])
      this.emitFile({ type: 'asset', fileName: `pdf/${name}`, source: readFileSync(join(dirname(packed), 'wasm', name)) })
  },
}

/**
 * Builds the renderer into `dist/renderer`. Both shells serve it under a content security policy without `unsafe-*`,
 * so nothing may be inlined: no module preload shim, no data URLs.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), babel({ presets: [linguiTransformerBabelPreset()] }), lingui(), pdfParts],
  worker: { format: 'es' },
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
    // The worker's address is where it may answer: it lies beside the page, under a name that stays.
    rolldownOptions: {
      input: { index: 'renderer/index.html', 'film-worker': 'renderer/film/worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'film-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    // The packaged app has the screens' libraries in the bundle only, and their licences want to go along.
    license: { fileName: 'licences.md' },
  },
})
