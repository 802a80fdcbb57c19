import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser } from '#access'
import { receiveFacts } from '#facts'
import { followFacts, followTree } from '#measures'
import { importOrganisation } from '#organisation'
import { openDatabase } from '#platform/database'
import { openLog } from '#platform/log'
import { createTestDatabase, launchBrowser } from '#platform/testing'
import { readConfiguration } from '../server/configuration.ts'
import { type Serving, serve } from '../server/serve.ts'
import { systemActor } from '../server/systemActor.ts'

/**
 * The main job, in a browser: somebody drops a file of work orders into the product and sees a live store board, a
 * technician's explained score and the payout that follows.
 */
const built = fileURLToPath(new URL('../dist/web/index.html', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'baton-browser-'))
const now = new Date('2024-04-10T12:00:00+08:00')
const password = 'a-password-of-tests'
let serving: Serving
let browser: Browser
let drop: () => Promise<void>
let databaseUrl: string

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('The web is not built: run `npm run build` (npm test does so by itself).')
  const made = await createTestDatabase()
  drop = made.drop
  databaseUrl = made.url
  const env = { BATON_DATA: folder, DATABASE_URL: made.url, BATON_DEMO: '0', PORT: '0', BATON_NOW: now.toISOString() }
  serving = await serve(readConfiguration(env), openLog('silent'))
  await serving.ready
  const database = openDatabase({ url: made.url })
  const who = { actor: systemActor(), now }
  await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '示例汽车服务' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '滨江店' },
    ],
    people: [
      {
        id: 'P1',
        name: '张师傅',
        memberships: [{ node: 'S1', position: 'technician', from: '2023-01-01' }],
        bonusBases: [{ baseFen: 300_000, from: '2023-01-01' }],
      },
      { id: 'A1', name: '王小明', memberships: [{ node: 'S1', position: 'service_advisor', from: '2023-01-01' }] },
    ],
  })
  await addUser(
    { database },
    { actor: null, now },
    { username: '管理员', name: '管理员', password, person: null, grants: [{ role: 'administrator', node: null }] },
  )
  await addUser(
    { database },
    { actor: null, now },
    { username: '张师傅', name: '张师傅', password, person: 'P1', grants: [{ role: 'employee', node: 'S1' }] },
  )
  await database.close()
  browser = await launchBrowser()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await serving?.close()
  await drop?.()
  rmSync(folder, { recursive: true, force: true })
})

/** A page of its own session; fails the test on any script error. */
async function open(size: { width: number; height: number }, locale: 'zh' | 'en' = 'zh'): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  await context.addInitScript((chosen) => localStorage.setItem('baton.locale', chosen), locale)
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
  return page
}

async function signIn(page: Page, username: string) {
  await page.goto(`${serving.address}/sign-in`)
  await page.locator('input').first().fill(username)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.includes('sign-in'))
}

async function accessible(page: Page) {
  // Not as a script tag: the page's own policy forbids those, and rightly.
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
      ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`,
    )
  })
  expect(found).toEqual([])
}

/** March 2024 as a DMS exports it: Chinese headings, yuan, hours, 是 and 否, and one row with a wrong date. */
function file(): Buffer {
  const rows = [
    '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,计费工时,实际工时,工时费,备件费,是否预约,是否增项,是否返修',
  ]
  for (let number = 1; number <= 25; number += 1) {
    const day = String(number).padStart(2, '0')
    const rework = number === 25 ? '是' : '否'
    rows.push(`WO${number},S1,2024-03-${day} 08:30,2024-03-${day} 16:00,A1,P1,1.1,1.0,700.00,420.00,是,否,${rework}`)
  }
  rows.push('WO99,S1,2024-03-99 08:30,,A1,P1,1,1,700,420,是,否,否')
  return Buffer.from(`${rows.join('\r\n')}\r\n`, 'utf8')
}

describe('the main job', () => {
  it('is done from a dropped file to a payout', async () => {
    const page = await open({ width: 1440, height: 900 })
    await signIn(page, '管理员')
    await page.goto(`${serving.address}/import`)
    await page.setInputFiles('input[type=file]', { name: '三月工单.csv', mimeType: 'text/csv', buffer: file() })
    await page.getByRole('combobox', { name: '来自哪个系统' }).fill('DMS')
    await page.getByRole('button', { name: '看看内容' }).click()
    await page.getByText('已按列名猜好').waitFor()
    await accessible(page)
    await page.getByRole('button', { name: '试导入' }).click()
    await page.getByText('检查好了，还没有写入').waitFor()
    expect(await page.getByText('2024-03-99').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: '正式导入' }).click()
    await page.getByText('导入完成').waitFor()
    await accessible(page)
    await page
      .getByRole('link', { name: /滨江店/ })
      .first()
      .click()
    await page.getByRole('heading', { name: '滨江店' }).waitFor()
    // 25 jobs with one return visit: 96.0 percent.
    await page.getByText('96.0').first().waitFor()
    await accessible(page)
    await page.goto(`${serving.address}/settlements`)
    await page.getByRole('button', { name: '新建结算' }).first().waitFor()
    const made = await page.request.post(`${serving.address}/api/v1/settlements`, {
      data: { node: 'C1', period: '2024-03' },
    })
    const { id } = await made.json()
    await page.goto(`${serving.address}/settlements/${id}`)
    await page.getByText('张师傅').first().waitFor()
    await accessible(page)
    for (const step of ['checks', 'approvals'])
      await page.request.post(`${serving.address}/api/v1/settlements/${id}/${step}`)
    await page.context().close()

    const phone = await open({ width: 390, height: 844 })
    await signIn(phone, '张师傅')
    await phone.goto(`${serving.address}/scores/P1?period=2024-03`)
    await phone.getByText('首次修复率').first().waitFor()
    // The satisfaction has no data, so its weight is spread, and the card is graded all the same: 3,000 yuan times 1.5.
    await phone.getByText(/4,500/).first().waitFor()
    await accessible(phone)
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await phone.context().close()
  }, 120_000)

  it('moves an open board by itself when a fact comes in', async () => {
    const page = await open({ width: 1920, height: 1080 })
    await signIn(page, '管理员')
    await page.goto(`${serving.address}/boards/S1?period=2024-04`)
    await page.getByRole('heading', { name: '滨江店' }).waitFor()
    const database = openDatabase({ url: databaseUrl })
    const order = {
      source: 'DMS',
      externalId: 'WO-live',
      version: '2024-04-10T10:00:00+08:00',
      store: 'S1',
      openedAt: '2024-04-10T08:30:00+08:00',
      deliveredAt: '2024-04-10T10:00:00+08:00',
      advisor: 'A1',
      leadTechnician: 'P1',
      labour: [{ technician: 'P1', billedMinutes: 60, actualMinutes: 60 }],
      labourFen: 123_400,
      partsFen: 0,
      hasAppointment: false,
      hasAddOn: false,
      rework: null,
    }
    await receiveFacts(
      { database, followFacts },
      { actor: systemActor(), now },
      { kind: 'work-orders', rows: [{ row: 1, raw: order }], dryRun: false, via: 'test' },
    )
    await page.getByText('1,234').first().waitFor({ timeout: 10_000 })
    await database.close()
    await page.context().close()
  }, 60_000)

  it('keeps the words of a wall apart from its numbers, on any screen', async () => {
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 1440, height: 900 },
      { width: 1280, height: 1024 },
    ]) {
      const page = await open(size, 'en')
      await signIn(page, '管理员')
      await page.goto(`${serving.address}/wall/S1`)
      await page.locator('h1').first().waitFor()
      await page.locator('section h2').nth(1).waitFor()
      const gaps = await page.evaluate(() =>
        [...document.querySelectorAll('main section')].flatMap((section) => {
          const range = document.createRange()
          const heading = section.querySelector('h2')
          const number = section.querySelector('h2 + p')
          if (!heading || !number) return []
          range.selectNodeContents(heading)
          return [number.getBoundingClientRect().left - range.getBoundingClientRect().right]
        }),
      )
      expect(gaps).toHaveLength(2)
      for (const gap of gaps) expect(gap, `at ${size.width}`).toBeGreaterThan(0)
      expect(
        await page.evaluate(() =>
          [...document.querySelectorAll('main *')].every(
            (part) => part.getBoundingClientRect().bottom <= innerHeight + 1,
          ),
        ),
        `at ${size.width}`,
      ).toBe(true)
      await page.context().close()
    }
  }, 60_000)

  it.each(['zh', 'en'] as const)(
    'opens every screen in %s without an error, an overflow or an inaccessible part',
    async (locale) => {
      for (const size of [
        { width: 390, height: 844 },
        { width: 1440, height: 900 },
      ]) {
        const page = await open(size, locale)
        await signIn(page, '管理员')
        for (const path of [
          '/boards/C1?period=2024-03',
          '/boards/S1?period=2024-03',
          '/boards/P1?period=2024-03',
          '/team/S1',
          '/team/C1',
          '/kpis',
          '/kpis/ftr/S1?period=2024-03',
          '/scores?period=2024-03',
          '/scores/P1?period=2024-03',
          '/settlements',
          '/import',
          '/people',
          '/access',
          '/account',
        ]) {
          await page.goto(`${serving.address}${path}`)
          await page.locator('h1').first().waitFor()
          await page.waitForLoadState('networkidle').catch(() => undefined)
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth),
            `${path} at ${size.width}`,
          ).toBeLessThanOrEqual(size.width)
          await accessible(page)
        }
        await page.context().close()
      }
    },
    180_000,
  )
})
