import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, CDPSession } from 'playwright-core'
import { launchBrowser } from '#platform/testing'
import { startDemonstration } from './harness/demonstration.ts'
import { report } from './harness/report.ts'

/**
 * The screens that people open on phones, on the demonstration network: 390x844, the processor four times slower, a slow 4G line
 * (1.6 Mbit down, 0.75 up, 150 ms), once with nothing kept and once as on the next morning. JavaScript as gzip would pack all
 * that the page runs, and as it travels; `mainMs` is what the page's thread worked, which other work on the machine moves
 * less than the clock.
 * BATON_BENCH_TIMES (3) says how often; the median counts.
 */
const times = Number(process.env.BATON_BENCH_TIMES ?? 3)
const password = 'baton-demonstration'
const folder = mkdtempSync(join(tmpdir(), 'baton-phone-'))
const size = { BATON_DEMO_STORES: '12', BATON_DEMO_MONTHS: '4', BATON_DEMO_ORDERS_PER_DAY: '6', ...process.env }
const server = await startDemonstration(folder, size as Record<string, string>)
const browser = await launchBrowser()

try {
  const cookie = await signIn('advisor')
  const { user: me } = (await ask('/session', cookie)) as { user: { person: string | null } }
  const manager = await signIn('manager')
  const { user: head } = (await ask('/session', manager)) as { user: { homeNode: string | null } }
  const rows: object[] = []
  for (const [what, path, who] of [
    ['My day', '/my/day', cookie],
    ['my score', `/scores/${me.person}`, cookie],
    ['store board', `/boards/${head.homeNode}`, manager],
  ] as const) {
    const measured = []
    for (let time = 0; time < times; time += 1) measured.push(await visits(browser, who, path))
    for (const [when, at] of [
      ['first visit', 0],
      ['next visit', 1],
    ] as const)
      rows.push({ what, when, ...middle(measured.map((pair) => pair[at] as Visit)) })
  }
  report('phone', { times, load: Math.round((loadavg()[0] ?? 0) * 10) / 10 }, rows)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function signIn(username: string): Promise<string> {
  const answer = await fetch(`${server.address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`)
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function ask(path: string, cookie: string): Promise<unknown> {
  const answer = await fetch(`${server.address}/api/v1${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

type Visit = {
  gzipKB: number
  scriptKB: number
  requests: number
  totalKB: number
  firstPaintMs: number
  largestPaintMs: number
  mainMs: number
  settledMs: number
}

/** The same page twice in one browser context: with nothing kept, and with what the first visit left. */
async function visits(browser: Browser, cookie: string, path: string): Promise<Visit[]> {
  const [name = '', value = ''] = cookie.split('=')
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.addCookies([{ name, value: decodeURIComponent(value), url: server.address }])
  const found: Visit[] = []
  for (let round = 0; round < 2; round += 1) {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await slow(session)
    const sizes = await sizesOf(session)
    const started = performance.now()
    await page.addInitScript(() => {
      const kept = globalThis as unknown as { largest: number }
      kept.largest = 0
      new PerformanceObserver((list) => {
        kept.largest = list.getEntries().at(-1)?.startTime ?? kept.largest
      }).observe({ type: 'largest-contentful-paint', buffered: true })
    })
    await page.goto(`${server.address}${path}`, { waitUntil: 'networkidle' })
    await page.locator('h1').first().waitFor({ state: 'attached' })
    const settledMs = Math.round(performance.now() - started)
    const paints = await page.evaluate(() => ({
      firstPaintMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
      largestPaintMs: Math.round((globalThis as unknown as { largest: number }).largest),
    }))
    const { metrics } = await session.send('Performance.getMetrics')
    const mainMs = Math.round((metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000)
    found.push({ ...(await sizes()), ...paints, mainMs, settledMs })
    await page.close()
  }
  await context.close()
  return found
}

async function slow(session: CDPSession) {
  await session.send('Network.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (0.75 * 1024 * 1024) / 8,
  })
}

async function sizesOf(session: CDPSession) {
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const scripts = new Set<string>()
  const code = new Set<string>()
  const sizes = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') code.add(response.url)
    if (type === 'Script' && !response.fromDiskCache && !response.fromServiceWorker) scripts.add(requestId)
  })
  session.on(
    'Network.loadingFinished',
    ({ requestId, encodedDataLength }) => void sizes.set(requestId, encodedDataLength),
  )
  const inKB = (all: readonly number[]) => Math.round(all.reduce((sum, one) => sum + one, 0) / 1000)
  const sizeOf = (id: string) => sizes.get(id) ?? 0
  return async () => ({
    gzipKB: inKB(await Promise.all([...code].map(packed))),
    scriptKB: inKB([...scripts].map(sizeOf)),
    requests: sizes.size,
    totalKB: inKB([...sizes.keys()].map(sizeOf)),
  })
}

/** How long a file is when gzip packs it. */
async function packed(address: string): Promise<number> {
  const answer = await fetch(address, { headers: { 'accept-encoding': 'identity' } })
  return gzipSync(await answer.bytes(), { level: 9 }).length
}

function middle(all: readonly Visit[]): Visit {
  const of = (key: keyof Visit) => all.map((one) => one[key]).sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN
  return {
    gzipKB: of('gzipKB'),
    scriptKB: of('scriptKB'),
    requests: of('requests'),
    totalKB: of('totalKB'),
    firstPaintMs: of('firstPaintMs'),
    largestPaintMs: of('largestPaintMs'),
    mainMs: of('mainMs'),
    settledMs: of('settledMs'),
  }
}
