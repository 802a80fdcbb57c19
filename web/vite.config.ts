import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const worker = new URL('./serviceWorker.js', import.meta.url)
const fromPublic = ['/scheme.js', '/icon.svg', '/manifest.webmanifest']
/** Screens that work without a network, with everything that they load; others are kept once they have been visited. */
const offline = [/\/web\//, /\/capabilities\/dailyCards\/screens\//, /\/capabilities\/strategy\/screens\/smartCheck\./]

/** Writes `sw.js`: the service worker with the list of files that the shell and My day consist of. */
function offlineShell(): Plugin {
  return {
    name: 'baton-offline-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = new Set(['/index.html', ...fromPublic])
        const visit = (name: string) => {
          const chunk = bundle[name]
          if (chunk?.type !== 'chunk' || files.has(`/${name}`)) return
          files.add(`/${name}`)
          for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`)
          chunk.imports.forEach(visit)
        }
        for (const [name, chunk] of Object.entries(bundle)) {
          if (chunk.type !== 'chunk') continue
          if (chunk.isEntry || chunk.moduleIds.some((id) => offline.some((one) => one.test(id)))) visit(name)
        }
        const source = readFileSync(worker, 'utf8')
        const page = bundle['index.html']
        const kept = fromPublic.map((name) => readFileSync(new URL(`./public${name}`, import.meta.url), 'utf8'))
        const version = createHash('sha256')
          .update(source)
          .update([...files].sort().join('\n'))
          .update(kept.join('\n'))
          .update(page?.type === 'asset' ? page.source : '')
          .digest('hex')
          .slice(0, 12)
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: source.replace('self.__FILES__', JSON.stringify([...files].sort())).replace('__VERSION__', version),
        })
      },
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), offlineShell()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    // The web views of WeCom, DingTalk and Feishu (E1.10).
    target: ['chrome111', 'es2022'],
    cssTarget: 'chrome111',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:3000', changeOrigin: false } },
  },
})
