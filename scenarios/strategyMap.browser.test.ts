import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addUser } from '#access'
import { followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase, launchBrowser } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'
import { systemActor } from '../server/systemActor.ts'

/** The strategy map by keyboard: two objectives are written down and linked, and a circle is refused by name. */
const built = fileURLToPath(new URL('../dist/web/index.html', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'))
const now = new Date('2024-04-10T12:00:00+08:00')
const password = 'a-password-of-tests'
let serving: Serving
let browser: Browser
let drop: () => Promise<void>

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('The web is not built: run `npm run build` (npm test does so by itself).')
  const made = await createTestDatabase()
  drop = made.drop
  const env = { BATON_DATA: folder, DATABASE_URL: made.url, BATON_DEMO: '0', PORT: '0', BATON_NOW: now.toISOString() }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
  const database = openDatabase({ url: made.url })
  await importOrganisation(
    { database, followTree },
    { actor: systemActor(), now },
    { nodes: [{ id: 'C1', kind: 'company', parent: null, name: '示例汽车服务' }], people: [] },
  )
  const grants = [{ role: 'head_office' as const, node: 'C1' }]
  const user = { username: '总监', name: '总监', password, person: null, grants }
  await addUser({ database }, { actor: null, now }, user)
  await database.close()
  browser = await launchBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await serving?.close()
  await drop?.()
  rmSync(folder, { recursive: true, force: true })
})

async function accessible(page: Page) {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { run } = (
      globalThis as unknown as {
        axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string }[] }> }
      }
    ).axe
    return (await run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.map(
      ({ id }) => id,
    )
  })
  expect(found).toEqual([])
}

async function press(page: Page, name: string | RegExp) {
  await page.getByRole('button', { name }).first().focus()
  await page.keyboard.press('Enter')
}

async function addObjective(page: Page, name: string) {
  await press(page, /新增目标$/)
  const field = page.getByLabel('名称（中文）')
  await field.waitFor()
  await field.focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'detached' })
  await page.getByRole('link', { name }).first().waitFor()
}

it('objectives are written down and linked without a mouse', async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(() => localStorage.setItem('baton.locale', 'zh'))
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
  await page.goto(`${serving.address}/sign-in`)
  await page.locator('input').first().fill('总监')
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  await page.goto(`${serving.address}/strategy/C1`)
  await page.getByText('这里还没有战略目标').waitFor()
  await accessible(page)
  await addObjective(page, '做大产值')
  await press(page, '编辑地图')
  await addObjective(page, '一次修好')

  const list = page.getByRole('region', { name: '目标清单' })
  const driven = list.getByLabel('“一次修好”带动哪个目标')
  await driven.focus()
  await driven.selectOption({ label: '做大产值' })
  await list.getByText('→ 做大产值').waitFor()
  await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' })
  await accessible(page)

  const back = list.getByLabel('“做大产值”带动哪个目标')
  await back.selectOption({ label: '一次修好' })
  await page.getByText('这样会绕成一圈：做大产值 → 一次修好 → 做大产值').waitFor()

  await press(page, '“一次修好”上移')
  await expect.poll(() => list.locator('li a').first().innerText()).toBe('一次修好')

  await list.getByRole('link', { name: '一次修好' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '带动什么' }).waitFor()
  await page.getByRole('link', { name: '做大产值' }).waitFor()
  await accessible(page)
  await context.close()
})
