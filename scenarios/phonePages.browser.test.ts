import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addUser } from '#access'
import { followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase, launchBrowser } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'
import { systemActor } from '../server/systemActor.ts'

/** What a phone loads for the three pages that are opened on it every day. */
const web = fileURLToPath(new URL('../dist/web', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'))
const now = new Date('2024-04-10T08:00:00+08:00')
const password = 'a-password-of-tests'
/** Of JavaScript, packed by gzip, whatever the server packs it with. */
const bytesMax = 200_000
/** A slow line takes six requests at a time and 150 ms for each. */
const scriptsMax = 9
let serving: Serving
let browser: Browser
let database: Database
let context: BrowserContext
let drop: () => Promise<void>

beforeAll(async () => {
  if (!existsSync(join(web, 'index.html'))) throw new Error('The web is not built: run `npm run build`.')
  const made = await createTestDatabase()
  drop = made.drop
  const env = { BATON_DATA: folder, DATABASE_URL: made.url, BATON_DEMO: '0', PORT: '0', BATON_NOW: now.toISOString() }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
  database = openDatabase({ url: made.url })
  await importOrganisation(
    { database, followTree },
    { actor: systemActor(), now },
    {
      nodes: [
        { id: 'C1', kind: 'company', parent: null, name: '示例汽车服务' },
        { id: 'S1', kind: 'store', parent: 'C1', name: '滨江店' },
      ],
      people: [
        { id: 'M1', name: '李店长', memberships: [{ node: 'S1', position: 'store_manager', from: '2023-01-01' }] },
      ],
    },
  )
  // Whoever sees the most screens loads the most.
  const grants = [{ role: 'store_manager' as const, node: 'S1' }]
  await addUser(
    { database },
    { actor: null, now },
    { username: 'manager', name: '李店长', password, person: 'M1', grants },
  )
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', isMobile: true })
  const page = await context.newPage()
  await page.goto(`${serving.address}/sign-in`)
  await page.locator('input').first().fill('manager')
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  await page.close()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await serving?.close()
  await database?.close()
  await drop?.()
  rmSync(folder, { recursive: true, force: true })
})

it.each([
  ['My day', '/my/day', ['/session', '/my/day', '/kpis']],
  ['my score', '/scores/M1', ['/session', '/scorecards/M1', '/boards/M1', '/kpis']],
  ['store board', '/boards/S1', ['/session', '/boards/S1', '/kpis']],
])(
  '%s loads little code in few files, and asks first what it shows first',
  async (_what, path, first) => {
    const page = await context.newPage()
    page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
    const scripts = new Set<string>()
    const asked: string[] = []
    let changed = false
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url())
      if (request.resourceType() === 'script') scripts.add(pathname)
      // A card that is opened for the first time is read again after that has been sent.
      changed ||= request.method() !== 'GET'
      if (pathname.startsWith('/api/v1/') && !changed) asked.push(pathname.slice('/api/v1'.length) + search)
    })
    await page.goto(`${serving.address}${path}`, { waitUntil: 'networkidle' })
    await page.locator('main h1').first().waitFor()

    const bytes = [...scripts].map((file) => gzipSync(readFileSync(join(web, file)), { level: 9 }).length)
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(bytesMax)
    expect(scripts.size).toBeLessThanOrEqual(scriptsMax)
    // Begun by the page before the code, and taken by the screen: none is asked for a second time.
    expect(asked.slice(0, first.length)).toEqual(first)
    expect(first.filter((ask) => asked.filter((one) => one === ask).length > 1)).toEqual([])
    await page.close()
  },
  60_000,
)
