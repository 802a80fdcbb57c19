import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#foundation/actor'
import { type Database, openDatabase, sql } from '#platform/database'
import { createTestDatabase } from '#platform/testing'
import { importOrganisation } from './importOrganisation.ts'
import { importOrgFile, type OrgFileInput, previewOrgFile } from './importOrgFile.ts'

const now = new Date('2024-04-01T08:00:00+08:00')
const actor: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(['org.read', 'org.write', 'pay.read']),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}
const who = { actor, now, locale: 'zh' as const }
let database: Database
let drop: () => Promise<void>
const followTree = async () => undefined

beforeAll(async () => {
  const made = await createTestDatabase()
  drop = made.drop
  database = openDatabase({ url: made.url })
  await importOrganisation({ database, followTree }, who, {
    nodes: [
      { id: 'C1', kind: 'company', parent: null, name: '东方汽车' },
      { id: 'R1', kind: 'region', parent: 'C1', name: '华北大区' },
      {
        id: 'S1',
        kind: 'store',
        parent: 'R1',
        name: '城东店',
        openedOn: '2019-05-01',
        areaSquareMetres: 2400,
        bays: 12,
      },
      { id: 'S2', kind: 'store', parent: 'R1', name: '城西店' },
      { id: 'D1', kind: 'department', parent: 'S1', name: '机修部' },
      { id: 'D2', kind: 'department', parent: 'S2', name: '机修部' },
    ],
    people: [
      {
        id: 'P1',
        name: '李建国',
        memberships: [{ node: 'D1', position: 'technician', from: '2020-01-01', to: null }],
        bonusBases: [{ baseFen: 300000, from: '2020-01-01' }],
      },
    ],
  })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const send = (text: string, input: Partial<OrgFileInput> = {}) =>
  importOrgFile({ database, followTree }, who, {
    kind: 'nodes',
    source: '',
    file: Buffer.from(text),
    mapping: null,
    codesFrom: null,
    makeCodes: false,
    rowKind: 'store',
    parent: null,
    newCompany: null,
    dryRun: false,
    ...input,
  })
const counts = ({ accepted, replaced, ignored, made }: Awaited<ReturnType<typeof send>>) => ({
  accepted,
  replaced,
  ignored,
  made,
})
const node = async (id: string) =>
  (
    await database.asWorker((tx) =>
      sql<{ name: string; bays: number | null; area: number | null; openedOn: string | null; parent: string | null }>`
        SELECT n.name, n.bays, n.area_square_metres AS area, n.opened_on AS "openedOn", up.id AS parent FROM organisation.node n
        LEFT JOIN organisation.placement p ON p.node_no = n.no AND p.to_day IS NULL
        LEFT JOIN organisation.node up ON up.no = p.parent_no WHERE n.id = ${id}`.execute(tx),
    )
  ).rows[0]
const memberships = async (person: string) =>
  (
    await database.asWorker((tx) =>
      sql<{ node: string; position: string; from: string; to: string | null }>`
        SELECT at.id AS node, m.position, m.from_day AS "from", m.to_day AS "to" FROM organisation.membership m
        JOIN organisation.node at ON at.no = m.node_no JOIN organisation.node n ON n.no = m.person_no
        WHERE n.id = ${person} ORDER BY m.from_day`.execute(tx),
    )
  ).rows

describe('a file of stores', () => {
  it('is tried without effect, then comes in under regions that it names', async () => {
    const file =
      '门店编码,店名,大区,开业日期,面积（㎡）,工位数,门店地址\nS7,城南店,华北大区,2021/6/1,"1,800",9,某路 1 号\n'
    expect(counts(await send(file, { dryRun: true }))).toEqual({ accepted: 1, replaced: 0, ignored: 0, made: 0 })
    expect(await node('S7')).toBeUndefined()
    expect(counts(await send(file))).toEqual({ accepted: 1, replaced: 0, ignored: 0, made: 0 })
    expect(await node('S7')).toEqual({ name: '城南店', bays: 9, area: 1800, openedOn: '2021-06-01', parent: 'R1' })
    expect(counts(await send(file))).toEqual({ accepted: 0, replaced: 0, ignored: 1, made: 0 })
  })

  it('leaves what it has no column for as it is', async () => {
    expect(counts(await send('门店编码,店名,工位数\nS1,城东店,14\n'))).toEqual({
      accepted: 0,
      replaced: 1,
      ignored: 0,
      made: 0,
    })
    expect(await node('S1')).toEqual({ name: '城东店', bays: 14, area: 2400, openedOn: '2019-05-01', parent: 'R1' })
  })

  it('refuses rows with row, heading, value and reason, and gives them back to be corrected', async () => {
    const sent = await send(
      '门店编码,店名,大区,工位数\n城北,城北店,华北大区,8\nS8,海口店,华南大区,8\nS9,天津店,华北大区,八个\n',
      {
        source: 'HR',
      },
    )
    expect(sent.rejected.map(({ row, field, value, code }) => [row, field, value, code])).toEqual([
      [1, '门店编码', '城北', 'row.field.not_code'],
      [2, '大区', '华南大区', 'org.file.upper_unknown'],
      [3, '工位数', '八个', 'cell.not_number'],
    ])
    const corrected = (sent.rejectsFile ?? '')
      .replace(',城北,', ',S10,')
      .replaceAll('华南大区', '华北大区')
      .replaceAll('八个', '8')
    expect(counts(await send(corrected, { source: 'HR' }))).toMatchObject({ accepted: 3, made: 0 })
  })

  it('sets up regions that are only named when it may, and makes codes of a column', async () => {
    const file =
      'Plant,Name 1,State\nBC07,Nerkundram,Tamil Nadu\nBC30,Mohali,Punjab\nX 01,Thane,TAMIL NADU\nBC08,Salem,Tamil Nadu\n'
    const preview = await previewOrgFile({ database, followTree }, who, {
      kind: 'nodes',
      source: '',
      file: Buffer.from(file),
    })
    expect(preview.mapping).toEqual({ id: 'Plant', name: 'Name 1', region: 'State' })
    expect(preview.codeColumns).toEqual(['Plant', 'Name 1'])
    const mapping = { name: 'Name 1', region: 'State' }
    await expect(send(file, { mapping })).rejects.toMatchObject({ code: 'org.file.codes_missing' })
    const sent = await send(file, { mapping, codesFrom: 'Plant', makeCodes: true, parent: 'C1' })
    expect(counts(sent)).toEqual({ accepted: 6, replaced: 0, ignored: 0, made: 2 })
    expect(await node('X-01')).toMatchObject({ name: 'Thane', parent: 'R-Tamil-Nadu' })
    expect(counts(await send(file, { mapping, codesFrom: 'Plant', makeCodes: true, parent: 'C1' }))).toMatchObject({
      ignored: 4,
    })
  })

  it('sets up a company for an empty installation, and says where a row hangs nowhere', async () => {
    const file = '门店编码,店名\nN1,北店\n'
    const nowhere = await send(file, { dryRun: true })
    expect(nowhere.rejected.map(({ code }) => code)).toEqual(['org.file.top_missing'])
    expect(counts(await send(file, { newCompany: '北方车服' }))).toMatchObject({ accepted: 2, made: 1 })
  })
})

describe('a file of people', () => {
  it('keeps history when somebody moves, and finds departments by store and name', async () => {
    const file =
      '工号,姓名,门店,部门,岗位,入职日期\nP1,李建国,城西店,机修部,班组长,2024-03-01\nP2,王芳,S2,,服务顾问,2024-02-01\n'
    expect(counts(await send(file, { kind: 'people' }))).toMatchObject({ accepted: 1, replaced: 1 })
    expect(await memberships('P1')).toEqual([
      { node: 'D1', position: 'technician', from: '2020-01-01', to: '2024-02-29' },
      { node: 'D2', position: 'technician_lead', from: '2024-03-01', to: null },
    ])
    expect(await memberships('P2')).toEqual([{ node: 'S2', position: 'service_advisor', from: '2024-02-01', to: null }])
    expect(counts(await send(file, { kind: 'people' }))).toMatchObject({ ignored: 2 })
  })

  it('holds a person back whole when one of two positions is wrong', async () => {
    const sent = await send(
      '工号,姓名,门店,岗位,入职日期\nP3,赵强,S1,技师,2024-01-01\nP3,赵强,S1,宇航员,2024-01-01\n',
      { kind: 'people' },
    )
    expect(sent.rejected.map(({ row, code }) => [row, code])).toEqual([
      [1, 'org.file.person_incomplete'],
      [2, 'org.file.position_unknown'],
    ])
  })

  it('takes bonus bases in yuan, and asks from when a known one changes', async () => {
    const heading = '工号,姓名,门店,部门,岗位,绩效基数(元),基数生效日期\n'
    const changed = await send(`${heading}P1,李建国,S2,机修部,技师主管,"3,500",\n`, { kind: 'people' })
    expect(changed.rejected.map(({ field, code }) => [field, code])).toEqual([['绩效基数(元)', 'org.file.base_from']])
    const dated = await send(`${heading}P1,李建国,S2,机修部,技师主管,"3,500",2024-04-01\n`, { kind: 'people' })
    expect(counts(dated)).toMatchObject({ replaced: 1 })
    const bare = { ...who, actor: { ...actor, permissions: new Set(['org.write']) } }
    await expect(
      importOrgFile({ database, followTree }, bare, {
        kind: 'people',
        source: '',
        file: Buffer.from(`${heading}P1,李建国,S2,机修部,技师主管,4000,2024-04-01\n`),
        mapping: null,
        codesFrom: null,
        makeCodes: false,
        rowKind: 'store',
        parent: null,
        newCompany: null,
        dryRun: true,
      }),
    ).rejects.toMatchObject({ failure: 'forbidden', code: 'org.file.pay' })
  })
})

it('remembers columns by source', async () => {
  const mapping = { id: 'A', name: 'B', bays: 'C' }
  await send('A,B,C\nS1,城东店,15\n', { mapping, source: 'ERP' })
  const preview = await previewOrgFile({ database, followTree }, who, {
    kind: 'nodes',
    source: 'ERP',
    file: Buffer.from('A,B,C,面积\nS1,城东店,15,2400\n'),
  })
  expect(preview).toMatchObject({ remembered: true, mapping: { ...mapping, areaSquareMetres: '面积' } })
})
