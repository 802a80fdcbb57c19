import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addUser } from '#access'
import { receiveFacts } from '#facts'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase, sql } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase, launchBrowser } from '#platform/testing'
import { loadStrategyMaps } from '#strategy'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'
import { systemActor } from '../server/systemActor.ts'

/** An advisor's day on the phone: the card at eight, ticks in a cellar without a network, the closing, and the lead who sees it all. */
const built = fileURLToPath(new URL('../dist/web/index.html', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'))
const now = new Date('2024-04-10T08:00:00+08:00')
const password = 'a-password-of-tests'
const phone = { width: 390, height: 844 }
let serving: Serving
let browser: Browser
let database: Database
let drop: () => Promise<void>

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('The web is not built: run `npm run build` (npm test does so by itself).')
  const made = await createTestDatabase()
  drop = made.drop
  const env = { BATON_DATA: folder, DATABASE_URL: made.url, BATON_DEMO: '0', PORT: '0', BATON_NOW: now.toISOString() }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
  database = openDatabase({ url: made.url })
  const who = { actor: systemActor(), now }
  const person = (id: string, name: string, position: string) => ({
    id,
    name,
    memberships: [{ node: 'D1', position, from: '2023-01-01' }],
  })
  await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '示例汽车服务' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '滨江店' },
      { id: 'D1', kind: 'department', parent: 'S1', name: '前台' },
    ],
    people: [person('A1', '王小明', 'service_advisor'), person('L1', '赵主管', 'service_advisor')],
  })
  await loadStrategyMaps({ database }, now)
  const rows = Array.from({ length: 15 }, (_, index) => ({
    row: index + 1,
    raw: {
      source: 'crm',
      externalId: String(index),
      version: '2024-04-01T00:00:00Z',
      store: 'S1',
      receivedAt: '2024-04-10T07:00:00+08:00',
      firstAnsweredAt: `2024-04-10T07:${index < 14 ? '04' : '30'}:00+08:00`,
      person: 'A1',
    },
  }))
  const input = { kind: 'contacts' as const, rows, dryRun: false, via: 'test' }
  expect((await receiveFacts({ database, followFacts }, who, input)).rejected).toEqual([])
  const user = (username: string, of: string, role: 'employee' | 'team_lead', node: string) =>
    addUser(
      { database },
      { actor: null, now },
      { username, name: username, password, person: of, grants: [{ role, node }] },
    )
  await user('王小明', 'A1', 'employee', 'S1')
  await user('赵主管', 'L1', 'team_lead', 'D1')
  browser = await launchBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await serving?.close()
  await database?.close()
  await drop?.()
  rmSync(folder, { recursive: true, force: true })
})

async function device(username: string, size = phone): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  await context.addInitScript(() => localStorage.setItem('baton.locale', 'zh'))
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
  await page.goto(`${serving.address}/sign-in`)
  await page.locator('input').first().fill(username)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  return { context, page }
}

async function accessible(page: Page) {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: {
          run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
        }
      }
    ).axe.run
    return (await run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`,
    )
  })
  expect(found).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}

/** What the server has been told by this person's devices, in its order. */
async function taken(): Promise<string[]> {
  const found = await database.asWorker((tx) =>
    sql<{ did: string }>`SELECT content ->> 'kind' AS did FROM "dailyCards".change ORDER BY made_at, taken_at`.execute(
      tx,
    ),
  )
  return found.rows.map(({ did }) => did)
}

it('is ticked without a network, sent once, closed, and seen by the lead', async () => {
  const { context, page } = await device('王小明')
  await page.waitForURL('**/my/day')
  const first = page.getByRole('article', { name: '第一件事' })
  await first.getByRole('checkbox').first().waitFor()
  await accessible(page)

  // Which objective the first task serves: one tap.
  await first.getByRole('button', { name: /服务/ }).click()
  await page.getByRole('dialog').getByText('战略目标').waitFor()
  await accessible(page)
  await page.getByRole('button', { name: '关闭' }).click()

  // The worker has kept the shell once it controls the page.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await first.getByRole('checkbox').first().check()
  await expect.poll(taken).toEqual(['open', 'tick'])

  // Ticked on two devices: the one that comes later is told what stands, and may set its own again.
  const other = await device('王小明')
  await context.setOffline(true)
  await page.getByRole('checkbox', { name: '接待今天的预约和到店客户' }).check()
  await other.page.getByRole('article', { name: '第一件事' }).getByRole('checkbox').nth(2).check()
  await expect.poll(taken).toEqual(['open', 'tick', 'tick'])
  await other.context.close()
  await first.getByRole('checkbox').nth(1).check()
  await context.setOffline(false)
  await page.getByText(/在别处改过/).waitFor()
  await page.getByRole('button', { name: '按我的改' }).click()
  await page.getByText(/在别处改过/).waitFor({ state: 'detached' })
  const before = ['open', 'tick', 'tick', 'tick', 'tick', 'tick']
  await expect.poll(taken).toEqual(before)
  // What the server has taken leaves the phone once its answer has been heard.
  await page.getByText(/待上传/).waitFor({ state: 'detached' })

  await context.setOffline(true)
  await first.getByRole('checkbox').nth(1).uncheck()
  await page.getByText('1 项操作待上传').waitFor()
  await page.getByRole('checkbox', { name: '跟进在修工单' }).check()
  await page.getByRole('button', { name: '完成日清' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('group').first().waitFor()
  const tasks = await sheet.getByRole('group').count()
  for (let index = 0; index < tasks; index += 1) {
    const task = sheet.getByRole('group').nth(index)
    if (index > 0) {
      await task.getByRole('button', { name: '完成', exact: true }).click()
      continue
    }
    await task.getByRole('button', { name: '没完成' }).click()
    await task.getByLabel('没完成的原因').fill('下午两点断网')
  }
  await sheet.getByLabel('今日亮点').fill('客户主动加了微信')
  await sheet.getByLabel('遇到的问题').fill('午后网络中断两小时')
  await sheet.getByLabel('明日重点').fill('先回访昨天的客户')
  await sheet.getByRole('button', { name: '完成日清' }).click()
  await page
    .getByText(/完成日清$/)
    .first()
    .waitFor()
  const unsent = 2 + tasks + 1
  await page.getByText(`${unsent} 项操作待上传`).waitFor()

  // Still without a network: the page opens from the phone, with all that was done.
  await page.reload()
  await page.getByText('客户主动加了微信').waitFor()
  await page.getByText(`${unsent} 项操作待上传`).waitFor()
  expect(await taken()).toEqual(before)
  // A KPI has its name, and the month the estimate that the phone heard last, with its time.
  await page.getByText('收工时 · 客单价').waitFor()
  const bonus = page.getByRole('region', { name: '预估奖金' })
  await bonus.getByText('还没有登记您的绩效基数', { exact: false }).waitFor()
  await bonus.getByText(/离线，显示 .+ 的预估/).waitFor()

  // Back again: everything is sent once, in its order, and a second device sees it.
  await context.setOffline(false)
  await page.getByText(/待上传/).waitFor({ state: 'detached' })
  const all = [...before, 'tick', 'tick', ...Array.from({ length: tasks }, () => 'tick'), 'close']
  await expect.poll(taken).toEqual(all)
  const second = await device('王小明')
  await second.page.getByText('客户主动加了微信').waitFor()
  expect(await taken()).toEqual(all)
  await second.context.close()

  // The problem becomes a countermeasure in one step.
  await page.getByRole('button', { name: '修改日清' }).click()
  await page.getByRole('button', { name: '立为对策' }).click()
  await accessible(page)
  await page.getByRole('dialog').getByRole('button', { name: '立为对策', exact: true }).last().click()
  await page.getByText(/已立为对策/).waitFor()
  await page.getByRole('button', { name: '关闭' }).click()
  await page.getByRole('heading', { name: '与我有关的对策' }).waitFor()

  const lead = await device('赵主管', { width: 1440, height: 900 })
  await lead.page.waitForURL('**/team/D1')
  await lead.page.getByText('有未解决的问题').waitFor()
  await accessible(lead.page)
  await lead.page.getByRole('button', { name: '看王小明的日清卡' }).click()
  await lead.page.getByRole('dialog').getByText('先回访昨天的客户').waitFor()
  await accessible(lead.page)
  await lead.context.close()

  // Whoever signs out leaves nothing on the phone.
  await page.getByRole('button', { name: /账户/ }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in')
  const left = await page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('baton-my-day')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const asking = opening.result.transaction('kept').objectStore('kept').getAllKeys()
          asking.onsuccess = () => resolve(asking.result.map(String))
        }
      }),
  )
  expect(left).toEqual(['device'])
  expect(await page.evaluate(() => localStorage.getItem('baton.user'))).toBe(null)
  await context.close()
}, 90_000)
