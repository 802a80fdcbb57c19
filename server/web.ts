import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { unknownAddress } from './failures.ts'
import { type WebPage, webPage } from './webPages.ts'

const webFolder = fileURLToPath(new URL('../dist/web/', import.meta.url))

/** Everything that no other route takes is the web application, which knows its own addresses. */
export async function serveWeb(app: FastifyInstance) {
  if (!existsSync(join(webFolder, 'index.html'))) return
  const page = await readFile(join(webFolder, 'index.html'), 'utf8')
  const pages = orderly(JSON.parse(await readFile(join(webFolder, 'pages.json'), 'utf8')))
  await app.register(files, {
    root: webFolder,
    wildcard: false,
    index: false,
    // The build has packed them as well as it goes.
    preCompressed: true,
    // Names carry the hash of their content; the page itself does not.
    setHeaders: (reply, path) => {
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      if (/\/sw\.js(\.br|\.gz)?$/.test(path)) void reply.header('service-worker-allowed', '/')
    },
  })
  app.get('/*', (request, reply) => {
    const pathname = request.url.split('?')[0] ?? ''
    if (request.url.startsWith('/api/') || /\.[a-z0-9]+$/i.test(pathname)) return unknownAddress(request, reply)
    return reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(webPage(page, pages, pathname))
  })
}

/** `/kpis/pyramid/$node` before `/kpis/$kpi/$node`: what is written out goes before what stands for anything. */
const orderly = (pages: WebPage[]) => pages.sort((a, b) => wildcards(a.path) - wildcards(b.path))
const wildcards = (path: string) => path.split('$').length
