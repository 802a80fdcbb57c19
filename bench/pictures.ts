import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { Locale } from '#foundation/actor'
import { launchBrowser } from '#platform/testing'
import { startDemonstration } from './harness/demonstration.ts'

/**
 * No benchmark: takes the pictures of the guides anew, in both languages, from a demonstration network made for it, on a server
 * and a browser of its own. BATON_PICTURES_OF names a server that runs already, the arguments some pictures. Kept as WebP in
 * `docs/pictures`.
 */
const kept = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const password = 'baton-demonstration'
const quality = 0.72
const desk = { width: 1280, height: 860 }
const phone = { width: 390, height: 844 }
const wall = { width: 1920, height: 1080 }

type Said = Record<Locale, string>
type Scene = {
  name: string
  /** Null: nobody has signed in. */
  who: string | null
  size: { width: number; height: number }
  path: string | ((api: Api) => Promise<string>)
  /** What is done on the page before the picture is taken. */
  act?: (page: Page, words: (said: Said) => string) => Promise<void>
  /** The heading of the part of the page that is shown; the whole window without. */
  part?: Said
}
type Api = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>

const say = (zh: string, en: string): Said => ({ zh, en })
const button = (page: Page, name: string) => page.getByRole('button', { name }).first()
const lastMonth = (back: number) => {
  const now = new Date(Date.now() + 8 * 3_600_000)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7)
}

/** One order that is right and two that are not. */
const orders = [
  '工单号,门店编码,进厂时间,交车时间,服务顾问,主修技师,计费工时,实际工时,工时费,备件费,是否预约,是否增项,是否返修',
  ...['HZ01-A1,HZ01-T1,2,1.9,560,600', 'HZ01-A1,HZ01-T9,1,1,280,300', 'HZ01-A1,HZ01-T2,1,1.2,280,六百'].map(
    (rest, index) => `W-${index + 1},HZ01,${lastMonth(1)}-12 09:00,${lastMonth(1)}-12 16:00,${rest},是,是,否`,
  ),
].join('\r\n')

/** A draft of a month that nobody has settled yet. */
async function draft(api: Api): Promise<string> {
  const { id } = await api('POST', '/settlements', { node: 'DEMO', period: lastMonth(3) })
  return `/settlements/${id}`
}

const scenes: Scene[] = [
  { name: 'sign-in', who: null, size: desk, path: '/sign-in' },
  { name: 'my-day', who: 'technician', size: phone, path: '/my/day' },
  { name: 'phone-score', who: 'technician', size: phone, path: '/scores/HZ01-T1' },
  { name: 'phone-pay', who: 'technician', size: phone, path: '/pay' },
  { name: 'board', who: 'manager', size: desk, path: '/boards/HZ01' },
  {
    name: 'where-from',
    who: 'manager',
    size: desk,
    path: '/kpis/ftr/HZ01',
    act: async (page, words) => {
      await button(page, words(say('数据来源', 'Where from'))).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'target',
    who: 'manager',
    size: desk,
    path: '/kpis/appointmentRate/HZ01',
    act: async (page, words) => {
      await button(page, words(say('调整目标', 'Change the target'))).click()
      await page.getByRole('textbox').first().fill('66')
      await page
        .getByRole('textbox')
        .nth(1)
        .fill(words(say('预约专线上线', 'A line for bookings has opened')))
      await page.getByRole('textbox').nth(1).scrollIntoViewIfNeeded()
    },
  },
  { name: 'pyramid', who: 'hq', size: { width: 1280, height: 1110 }, path: '/kpis/pyramid/DEMO' },
  {
    name: 'contributions',
    who: 'manager',
    size: desk,
    path: `/kpis/outputValue/HZ01?period=${lastMonth(1)}`,
    part: say('变化从哪里来', 'Where the change comes from'),
  },
  { name: 'hours', who: 'manager', size: { width: 1280, height: 980 }, path: '/hours/HZ01' },
  {
    name: 'import',
    who: 'manager',
    size: desk,
    path: '/import',
    act: async (page, words) => {
      const name = words(say('工单.csv', 'work orders.csv'))
      await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(orders) })
      await page.getByRole('combobox', { name: words(say('来自哪个系统', 'Which system it comes from')) }).fill('DMS')
      await button(page, words(say('看看内容', 'Look inside'))).click()
      await button(page, words(say('试导入', 'Try'))).click()
      await page.getByText(words(say('检查好了', 'Checked'))).waitFor()
    },
  },
  { name: 'network', who: 'hq', size: { width: 1280, height: 900 }, path: '/network/DEMO' },
  { name: 'team-stores', who: 'region', size: { width: 1280, height: 560 }, path: '/team/EAST?view=morning' },
  { name: 'strategy-map', who: 'hq', size: desk, path: '/strategy/DEMO' },
  { name: 'week-plan', who: 'manager', size: desk, path: '/plans/HZ01/weeks' },
  { name: 'targets-year', who: 'hq', size: { width: 1280, height: 1160 }, path: '/targets/DEMO' },
  { name: 'settlement', who: 'hr', size: desk, path: draft },
  {
    name: 'approval',
    who: 'hr',
    size: desk,
    path: async (api) => {
      const path = await draft(api)
      await api('POST', `${path}/checks`).catch(() => undefined)
      return path
    },
    act: async (page, words) => {
      await button(page, words(say('批准', 'Approve'))).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'people', who: 'admin', size: desk, path: '/people' },
  { name: 'access', who: 'admin', size: desk, path: '/access' },
  { name: 'studio', who: 'hq', size: { width: 1280, height: 900 }, path: '/kpis/studio/kpis/new' },
  { name: 'wall', who: 'manager', size: wall, path: '/wall/HZ01' },
]

const folder = mkdtempSync(join(tmpdir(), 'baton-pictures-'))
const running = process.env.BATON_PICTURES_OF
const server = running ? null : await startDemonstration(folder, {})
const address = running ?? server?.address ?? ''
const browser = await launchBrowser()
try {
  const wanted = process.argv.slice(2)
  for (const locale of ['zh', 'en'] as const) {
    mkdirSync(join(kept, locale), { recursive: true })
    for (const scene of scenes) {
      if (wanted.length > 0 && !wanted.includes(scene.name)) continue
      const picture = await smaller(await taken(scene, locale))
      writeFileSync(join(kept, locale, `${scene.name}.webp`), picture)
      console.log(`${locale}/${scene.name}.webp ${Math.round(picture.length / 1024)} KB`)
    }
  }
} finally {
  await browser.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function taken({ who, size, path, act, part }: Scene, locale: Locale): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: size,
    isMobile: size === phone,
    hasTouch: size === phone,
    locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
  })
  try {
    await context.addInitScript((said) => localStorage.setItem('baton.locale', said), locale)
    const api: Api = async (method, asked, data) => {
      const answer = await context.request.fetch(`${address}/api/v1${asked}`, { method, data })
      if (!answer.ok()) throw new Error(`${method} ${asked}: ${answer.status()}`)
      return answer.json()
    }
    if (who) await api('POST', '/session', { username: who, password })
    const page = await context.newPage()
    await page.goto(address + (typeof path === 'string' ? path : await path(api)))
    // An open board never falls silent: its line to the server stays.
    await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => undefined)
    const words = (said: Said) => said[locale]
    await act?.(page, words)
    await page.waitForTimeout(600)
    if (!part) return await page.screenshot({ animations: 'disabled' })
    const heading = page.getByRole('heading', { name: words(part) })
    return await page.locator('section', { has: heading }).last().screenshot({ animations: 'disabled' })
  } finally {
    await context.close()
  }
}

/** The same picture as WebP, by the browser's own encoder. */
async function smaller(png: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  try {
    const [, encoded = ''] = (
      await page.evaluate(
        async ([source, wanted]) => {
          const image = new Image()
          image.src = `data:image/png;base64,${source}`
          await image.decode()
          const canvas = document.createElement('canvas')
          canvas.width = image.width
          canvas.height = image.height
          canvas.getContext('2d')?.drawImage(image, 0, 0)
          return canvas.toDataURL('image/webp', wanted)
        },
        [png.toString('base64'), quality] as const,
      )
    ).split(',')
    return Buffer.from(encoded, 'base64')
  } finally {
    await page.close()
  }
}
