import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser } from '#platform/testing'
import { startDemonstration } from './harness/demonstration.ts'
import { report } from './harness/report.ts'

/**
 * From sending one order to its being counted on a board that stands open in a browser: the store's, its region's and the
 * company's, on the demonstration network. The clock starts with the request and stops when the page has drawn the new
 * number. BATON_BENCH_TIMES (60) says how often.
 */
const times = Number(process.env.BATON_BENCH_TIMES ?? 60)
const key = 'key-of-the-live-bench-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-live-'))
const size = { BATON_DEMO_STORES: '12', BATON_DEMO_MONTHS: '4', BATON_DEMO_ORDERS_PER_DAY: '6', ...process.env }
const server = await startDemonstration(folder, { BATON_API_KEY: key, ...(size as Record<string, string>) })
const browser = await launchBrowser()

try {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const read = async (path: string) => (await fetch(`${server.address}/api/v1${path}`, { headers })).json()
  const { nodes } = (await read('/org/nodes')) as { nodes: { id: string; kind: string; parent: string | null }[] }
  const store = nodes.find(({ kind }) => kind === 'store')
  const boards = [store?.id, store?.parent, nodes.find(({ kind }) => kind === 'company')?.id] as string[]
  const signedIn = await fetch(`${server.address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'hq', password: 'baton-demonstration' }),
  })
  const [name = '', value = ''] = (signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '').split('=')
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await context.addCookies([{ name, value: decodeURIComponent(value), url: server.address }])
  const now = new Date().toISOString()
  const rows: object[] = []
  for (const [at, board] of boards.entries()) {
    const page = await context.newPage()
    let shown: (when: number) => void = () => undefined
    await page.exposeFunction('shown', () => shown(performance.now()))
    await page.goto(`${server.address}/boards/${board}`)
    await page.getByText('维修台次').first().waitFor()
    await page.evaluate(() => {
      // Today's jobs and the month's, as the page has them.
      const text = () => (document.body.textContent.match(/维修台次\D*[\d,]+/g) ?? []).join()
      let before = text()
      new MutationObserver(() => {
        const after = text()
        if (after === before) return
        before = after
        requestAnimationFrame(() => (globalThis as unknown as { shown: () => void }).shown())
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    const taken: number[] = []
    for (let time = 0; time < times + 5; time += 1) {
      const order = {
        source: 'bench',
        externalId: `live-${at}-${time}`,
        version: now,
        store: store?.id,
        openedAt: now,
        deliveredAt: now,
        labour: [],
        labourFen: 10_000,
        partsFen: 0,
        hasAppointment: false,
        hasAddOn: false,
        rework: null,
      }
      const seen = new Promise<number>((resolve, reject) => {
        shown = resolve
        setTimeout(() => reject(new Error(`order ${time} never came upon the board of ${board}`)), 10_000).unref()
      })
      const started = performance.now()
      const sent = await fetch(`${server.address}/api/v1/facts/work-orders`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ items: [order] }),
      })
      const answer = (await sent.json()) as { accepted?: number }
      if (answer.accepted !== 1) throw new Error(JSON.stringify(answer))
      taken.push((await seen) - started)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    const sorted = taken.slice(5).sort((a, b) => a - b)
    const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
    rows.push({ what: ['store', 'region', 'company'][at], p50: share(0.5), p99: share(0.99) })
    await page.close()
  }
  report('live', { times, load: Math.round((loadavg()[0] ?? 0) * 10) / 10 }, rows)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
