import { readdirSync, readFileSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { Actor } from '#foundation/actor'
import { openDatabase } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { scorecardRoutes } from '#scorecards'
import { approve } from './moveSettlement.ts'
import { readLedger, settlementView } from './readSettlements.ts'

// What was settled while lines, ledger and scores still held their sentences reads the same after the change, word by word.

const folder = new URL('../../../migrations/', import.meta.url)
const changes = ['0051_scorecards_figures.sql', '0052_incentives_figures.sql']
const now = new Date('2024-04-02T02:00:00Z')
const hr: Actor = {
  no: 1,
  kind: 'user',
  name: '人力 王敏',
  personNo: null,
  permissions: new Set(['pay.settle', 'pay.approve', 'pay.read', 'scorecards.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}

const words = (text: string) => ({ zh: `${text}（原文）`, en: `${text} (as it was)` })
const because = [{ text: words('3,000 × 1.2 = 3,600'), values: { factor: 1.2 } }, { text: words('总分 "88"\\n') }]
const scoreOf = (period: string, frozen: boolean) => ({
  person: 'P1',
  name: '张伟',
  period,
  position: 'technician',
  store: 'S1',
  from: `${period}-01`,
  to: `${period}-28`,
  card: { id: 'technician', version: 1, names: { zh: '技师计分卡', en: 'Technician scorecard' } },
  items: [
    {
      ...{
        kpi: 'ftr',
        weight: 100,
        effectiveWeight: 100,
        target: 95,
        targetFrom: 'card',
        actual: 88,
        achievement: 92.63,
      },
      ...{ score: 92.63, points: 92.63, onePointMore: 88.95, because: [words('实际 88%')] },
    },
  ],
  ...{ measuredWeight: 100, kpiTotal: 92.63, valuesScore: null, total: 92.63, grade: 'A', factor: 1.2 },
  because: [words('总分 92.63')],
  frozen,
})

test('a settlement that was kept with its sentences is shown, approved and posted with them', async () => {
  const { url, drop } = await createTestDatabase()
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const database = openDatabase({ url, connections: 4 })
  try {
    await rebuildBefore(owner)
    await owner.query(`
      INSERT INTO organisation.node (id, kind, name, time_zone, changed_at) VALUES ('C1', 'company', 'C1', 'Asia/Shanghai', now());
      INSERT INTO organisation.node (id, kind, name, changed_at) VALUES ('S1', 'store', '一店', now()), ('P1', 'person', '张伟', now());
      INSERT INTO organisation.placement (node_no, parent_no, from_day) SELECT 2, 1, '2020-01-01';
      INSERT INTO organisation.membership (person_no, node_no, position, from_day, store_no) VALUES (3, 2, 'technician', '2023-01-01', 2);
      INSERT INTO incentives.settlement (id, node_no, period, state, total_fen, calculated_at, unsettled)
        VALUES ('SET-2', 1, '2024-02', 'approved', 360000, '2024-03-02', '[]'), ('SET-3', 1, '2024-03', 'checked', 360000, '2024-04-01', '[]')`)
    const line = `INSERT INTO incentives.settlement_line (settlement_id, line, person_no, store_no, rule, rule_version, period,
        from_day, to_day, base_fen, factor, amount_fen, score, because, posted_at)
      VALUES ($1, 1, 3, 2, 'monthlyBonus', 1, $2, ($2 || '-01')::date, ($2 || '-28')::date, 300000, 1.2, 360000, $3, $4, $5)`
    const texts = [JSON.stringify(scoreOf('2024-02', true)), JSON.stringify(because)]
    await owner.query(line, ['SET-2', '2024-02', ...texts, '2024-03-03'])
    await owner.query(line, ['SET-3', '2024-03', JSON.stringify(scoreOf('2024-03', false)), texts[1], null])
    await owner.query(
      `INSERT INTO scorecards.frozen_score (person_no, period, from_day, to_day, store_no, card_id, card_version, score, frozen_at)
       VALUES (3, '2024-02', '2024-02-01', '2024-02-28', 2, 'technician', 1, $1, now())`,
      [texts[0]],
    )
    await owner.query(
      `INSERT INTO incentives.ledger_entry (settlement_id, line, person_no, store_no, rule, rule_version, period, from_day,
         amount_fen, because, posted_at, posted_by) VALUES ('SET-2', 1, 3, 2, 'monthlyBonus', 1, '2024-02', '2024-02-01', 360000, $1, now(), '王敏')`,
      [texts[1]],
    )

    for (const name of changes) await owner.query(readFileSync(new URL(name, folder), 'utf8'))

    const as = <T>(work: Parameters<typeof database.asActor<T>>[1]) => database.asActor(hr, work)
    const told = because.map(({ text }) => text)
    for (const id of ['SET-2', 'SET-3'])
      expect((await as((tx) => settlementView(tx, id))).lines).toMatchObject([
        {
          person: 'P1',
          position: 'technician',
          total: 92.63,
          grade: 'A',
          factor: 1.2,
          amountFen: 360_000,
          because: told,
        },
      ])
    await approve({ database }, { actor: hr, now }, 'SET-3')
    const { entries } = await as((tx) => readLedger(tx, {}))
    expect(entries.map((entry) => entry.because)).toEqual([told, told])
    const scores = createRouterClient(scorecardRoutes({ database }), {
      context: { actor: hr, now, locale: 'zh' } as never,
    })
    for (const period of ['2024-02', '2024-03']) {
      const { others, ...score } = await scores.score({ person: 'P1', period })
      expect(score).toEqual(scoreOf(period, true))
    }
  } finally {
    await database.close()
    await owner.end()
    await drop()
  }
})

/** The database as it was before the change: everything of the product anew, by all earlier migrations. */
async function rebuildBefore(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')`,
  )
  await owner.query(`DROP SCHEMA ${rows.map(({ name }) => name).join(', ')} CASCADE`)
  const earlier = readdirSync(folder).filter((name) => name.endsWith('.sql') && name < (changes[0] as string))
  for (const name of earlier.sort()) await owner.query(readFileSync(new URL(name, folder), 'utf8'))
}
