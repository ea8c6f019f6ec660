import { builtinModules } from 'node:module'
import { build, defineConfig, type Plugin } from 'vite'

const NODE = [/^node:/, ...builtinModules]

/**
 * The preload runs in a sandbox that knows no modules: one CommonJS file, built after the others into the same folder.
 */
function preload(): Plugin {
  let outDir = ''
  return {
    name: 'parasol-preload',
    configResolved(config) {
      outDir = config.build.outDir
    },
    async closeBundle() {
      await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          outDir,
          emptyOutDir: false,
          minify: false,
          lib: { entry: 'electron/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
          rolldownOptions: { external: ['electron'] },
        },
      })
    },
  }
}

/**
 * Bundles the Electron shell and the engine into `dist/electron`: Node strips no types inside an archive. Only Parasol's own code is bundled;
 * packages stay in `node_modules`, where their native parts are found.
 */
export default defineConfig({
  plugins: [preload()],
  build: {
    outDir: 'dist/electron',
    emptyOutDir: true,
    target: 'node24',
    ssr: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: 'electron/main.ts', engine: 'core/engine/main.ts', 'opener-worker': 'core/engine/opener-worker.ts' },
      external: ['electron', ...NODE],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
    },
  },
})
