import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { importOrganisation } from '#organisation'
import { type Database, openDatabase } from '#platform/database'
import { spreadsheet } from '#platform/spreadsheet'
import { createTestDatabase } from '#platform/testing'
import { targetsOf } from '../storage/targets.ts'
import { exportedYear } from './exportYear.ts'
import { importTargetsFile, type TargetsFileInput } from './importTargetsFile.ts'
import { readYear } from './readDecompositions.ts'

const now = new Date('2024-04-10T08:00:00+08:00')
const actor: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['targets.write']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const who = { actor, now, locale: 'zh' as const }
let database: Database
let drop: () => Promise<void>

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  await importOrganisation({ database, followTree: async () => undefined }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '公司' },
      { id: 'S1', kind: 'store', parent: 'C1', name: '城东店' },
      { id: 'S2', kind: 'store', parent: 'C1', name: '同名店' },
      { id: 'S3', kind: 'store', parent: 'C1', name: '同名店' },
    ],
    people: [],
  })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const send = (file: string | Buffer, input: Partial<TargetsFileInput> = {}) =>
  importTargetsFile({ database }, who, {
    file: Buffer.from(file),
    mapping: null,
    year: null,
    period: null,
    reason: null,
    dryRun: false,
    ...input,
  })
const kept = async (period: string) =>
  Object.fromEntries(
    (await database.asWorker((tx) => targetsOf(tx, { node: 'S1', period, kpi: null }))).map(({ kpi, value }) => [
      kpi,
      value,
    ]),
  )

describe('a file of targets', () => {
  it('is tried without effect, shows what changes, then is kept', async () => {
    const file = '门店,指标,月份,目标值\nS1,首次修复率,2024-05,95%\n城东店,ftr,2024-06,96\n'
    const tried = await send(file, { dryRun: true })
    expect(tried).toMatchObject({ accepted: 2, replaced: 0, dryRun: true })
    expect(await kept('2024-05')).toEqual({})
    await send(file)
    expect(await kept('2024-05')).toEqual({ ftr: 95 })
    const again = await send(file.replace('95%', '93%'), { dryRun: true })
    expect(again).toMatchObject({ accepted: 0, replaced: 1, ignored: 1 })
    expect(again.changes).toMatchObject([
      { row: 1, node: 'S1', name: '城东店', kpi: 'ftr', period: '2024-05', before: 95, after: 93 },
    ])
  })

  it('may be a workbook with a column for each month or KPI', async () => {
    const months = await spreadsheet({
      sheet: '目标',
      columns: ['门店', '指标', '7月', '8月'].map((heading) => ({ heading, width: 10 })),
      rows: [['S1', '产值', 2000000, 2100000.5]],
    })
    const sent = await send(months, { year: '2024', mapping: null })
    expect(sent.rejected).toEqual([])
    expect(await kept('2024-08')).toEqual({ outputValue: 210_000_050 })
    await send('店名,首次修复率,NPS,产值(万元)\n城东店,95%,60,220\n', { period: '2024年9月' })
    expect(await kept('2024-09')).toEqual({ ftr: 95, nps: 60, outputValue: 220_000_000 })
  })

  it('reads back the locked months that an exported year names', async () => {
    const exported = async () => {
      const year = await readYear({ database }, who, { node: 'S1', year: 2027 })
      const { sheet } = exportedYear(year, 'zh')
      return { year, file: await spreadsheet(sheet) }
    }
    const months = Array.from({ length: 12 }, (_, index) => `2027-${String(index + 1).padStart(2, '0')}`)
    const line = (values: (number | string)[]) => values.join(',')
    await send(
      `门店,指标,${line(months)},2027\nS1,产值,${line(months.map(() => 100))},1200\nS1,首次修复率,${line(months.map(() => '95%'))},95%\n`,
    )
    const plain = `组织,指标,${line(months)},锁定的月份\n`
    const lock = (values: string) => `${plain}S1,产值,${line(months.map(() => 100))},${values}\n`
    expect(await send(lock('"1, 2, 12"'), { dryRun: true })).toMatchObject({ locks: 1, ignored: 12 })
    expect((await exported()).year.rows.find(({ kpi }) => kpi === 'outputValue')?.lockedAt).toBeNull()
    await send(lock('"1, 2, 12"'))
    const before = await exported()
    const locked = before.year.rows.find(({ kpi }) => kpi === 'outputValue')?.locked
    expect(locked?.flatMap((one, index) => (one ? [index + 1] : []))).toEqual([1, 2, 12])

    // Unlocked meanwhile; the file of before puts it back, value by value and lock by lock.
    await send(lock('').replaceAll(',100', ',90'))
    expect((await exported()).year.rows[0]?.locked).not.toContain(true)
    const back = await send(before.file)
    expect(back).toMatchObject({ rejected: [], locks: 1, replaced: 12, ignored: 14 })
    const { year } = await exported()
    const shown = ({ lockedAt: _, ...row }: (typeof year.rows)[number]) => row
    expect(year.rows.map(shown)).toEqual(before.year.rows.map(shown))
    expect(await send(before.file)).toMatchObject({ locks: 0, ignored: 26 })

    expect((await send(`${plain}S1,产值${','.repeat(13)}3\nS1,产值,1${','.repeat(12)}13\n`)).rejected).toMatchObject([
      { row: 1, field: '锁定的月份', code: 'targets.file.locks_without_months' },
      { row: 2, field: '锁定的月份', code: 'targets.file.locks_unknown' },
    ])
  })

  it('refuses what is wrong by row and heading, once a row, and hands it back', async () => {
    const sent = await send(
      '门店,指标,2024-01,2024-05,2024-10\nS1,首次修复率,94,0.95,95\n同名店,首次修复率,,90,91\nS9,首次修复率,,90,91\nS1,幸福指数,,1,2\n',
    )
    expect(sent.rejected.map(({ row, field, value, code }) => [row, field, value, code])).toEqual([
      [1, '2024-05', '0.95', 'targets.file.share'],
      [1, '2024-01', null, 'targets.closed_period.reason'],
      [2, '门店', '同名店', 'targets.file.node_ambiguous'],
      [3, '门店', 'S9', 'targets.node.unknown'],
      [4, '指标', '幸福指数', 'targets.file.kpi_unknown'],
    ])
    expect(sent.rejectsFile?.split('\r\n').length).toBe(6)
    const corrected = (sent.rejectsFile ?? '').replace(',0.95,', ',95%,')
    expect((await send(corrected, { reason: '年初没有定' })).rejected.map(({ row }) => row)).toEqual([2, 3, 4])
    expect(await kept('2024-01')).toEqual({ ftr: 94 })
  })

  it('is refused whole when it can mean nothing', async () => {
    await expect(send('门店,备注\nS1,x\n')).rejects.toMatchObject({ code: 'targets.file.values_missing' })
    await expect(send('门店,首次修复率\nS1,95\n', { period: '明年' })).rejects.toMatchObject({
      code: 'targets.period.unknown',
    })
  })
})
