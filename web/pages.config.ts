import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin, Rollup } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const worker = new URL('./serviceWorker.js', import.meta.url)
const fromPublic = ['/first.js', '/icon.svg', '/manifest.webmanifest']
/** Screens that work without a network, with everything that they load; others are kept once they have been visited. */
const offline = [/\/web\//, /\/capabilities\/dailyCards\/screens\//, /\/capabilities\/strategy\/screens\/smartCheck\./]

/** What the server names in the page of an address: its code, its styles, and what its screen asks first. */
type Page = { path: string; scripts: string[]; styles: string[]; asks: string[] }

/**
 * Writes `pages.json`, from which the server begins a page (server/web.ts), and `sw.js`, the service worker with the list
 * of files that the shell and My day consist of.
 */
export function pages(): Plugin {
  return {
    name: 'baton-pages',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(pagesOf(bundle)) })
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: workerOf(bundle) })
      },
    },
  }
}

const isShell = (chunk: Rollup.OutputChunk) => chunk.moduleIds.some((id) => id.endsWith('/web/main.tsx'))

/** The files of some modules, with all that they need. */
function filesOf(bundle: Rollup.OutputBundle, wanted: (chunk: Rollup.OutputChunk) => boolean) {
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const visit = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || scripts.has(name)) return
    scripts.add(name)
    // Styles of what a file needs stand before its own, which may refine them.
    chunk.imports.forEach(visit)
    for (const css of chunk.viteMetadata?.importedCss ?? []) styles.add(css)
  }
  for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && wanted(chunk)) visit(name)
  return { scripts: [...scripts], styles: [...styles] }
}

function pagesOf(bundle: Rollup.OutputBundle): Page[] {
  const shell = filesOf(bundle, isShell)
  const beside = (files: string[], all: string[]) =>
    files.filter((file) => !all.includes(file)).map((file) => `/${file}`)
  return screens().map(({ path, module, asks }) => {
    const own = filesOf(bundle, (chunk) => chunk.moduleIds.includes(module))
    if (own.scripts.length === 0) throw new Error(`no file of the build holds ${module}`)
    return { path, scripts: beside(own.scripts, shell.scripts), styles: beside(own.styles, shell.styles), asks }
  })
}

/** The screens as the web doors offer them, read from their text: a door itself needs a browser. */
function screens(): { path: string; module: string; asks: string[] }[] {
  return globSync('capabilities/*/ui.tsx', { cwd: root }).flatMap((door) => {
    const text = readFileSync(join(root, door), 'utf8')
    const found = [...text.matchAll(/path: '([^']+)',([\s\S]*?)load: \(\) => import\('([^']+)'\)/g)]
    if (found.length !== text.match(/^ {4}load: /gm)?.length)
      throw new Error(`${door}: not every screen was understood`)
    return found.map(([, path = '', between = '', module = '']) => ({
      path,
      module: join(root, dirname(door), module),
      asks: [...(/asks: \[([^\]]*)\]/.exec(between)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, ask = '']) => ask),
    }))
  })
}

function workerOf(bundle: Rollup.OutputBundle): string {
  const { scripts, styles } = filesOf(
    bundle,
    (chunk) => isShell(chunk) || chunk.moduleIds.some((id) => offline.some((one) => one.test(id))),
  )
  const files = ['/index.html', ...fromPublic, ...[...scripts, ...styles].map((file) => `/${file}`)].sort()
  const source = readFileSync(worker, 'utf8')
  const page = bundle['index.html']
  const kept = fromPublic.map((name) => readFileSync(new URL(`./public${name}`, import.meta.url), 'utf8'))
  const version = createHash('sha256')
    .update(source)
    .update(files.join('\n'))
    .update(kept.join('\n'))
    .update(page?.type === 'asset' ? page.source : '')
    .digest('hex')
    .slice(0, 12)
  return source.replace('self.__FILES__', JSON.stringify(files)).replace('__VERSION__', version)
}
