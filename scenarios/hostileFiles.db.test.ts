import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, createDeflateRaw } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '#platform/testing'
import { type Server, startServer } from './running/server.ts'

// Files that are made to hurt, sent to a server in a process of its own, whose memory is watched from outside. What a
// workbook may say otherwise (formulas, 1904, merged headings, damage) stands in platform/tableFile.test.ts.
const key = 'key-of-the-hostile-files-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'baton-hostile-'))
const megabyte = 1024 * 1024
let database: { url: string; drop(): Promise<void> }
let server: Server
let watching: NodeJS.Timeout
let most = 0

async function memory(): Promise<number> {
  const text = await fetch(`${server.address}/metrics`).then((answer) => answer.text())
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1])
}

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startServer({ databaseUrl: database.url, key, folder })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const nodes = [
    { id: 'C1', kind: 'company', parent: null, name: '公司' },
    { id: 'S1', kind: 'store', parent: 'C1', name: '一店' },
  ]
  await fetch(`${server.address}/api/v1/org/import`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ nodes, people: [] }),
  })
  watching = setInterval(() => {
    memory().then(
      (bytes) => {
        most = Math.max(most, bytes)
      },
      () => undefined,
    )
  }, 50)
}, 60_000)
afterAll(async () => {
  clearInterval(watching)
  await server?.kill()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function send(content: BlobPart, name = 'file.csv') {
  const form = new FormData()
  form.append('kind', 'attendance')
  form.append('source', 'sheet')
  form.append('file', new Blob([content]), name)
  const answer = await fetch(`${server.address}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'accept-language': 'en' },
    body: form,
  })
  return { status: answer.status, body: await answer.json() }
}

/** How many MB the server grew by at most while something was done. */
async function grown(work: () => Promise<void>): Promise<number> {
  const before = await memory()
  most = before
  await work()
  return Math.round((Math.max(most, await memory()) - before) / megabyte)
}

/** A workbook with one sheet whose text is a head, something very often, and an end. */
async function workbook(head: string, part: string, times: number, end: string): Promise<Buffer> {
  const text = (type: string, target: string) =>
    `<Relationships><Relationship Id="a" Type="x/${type}" Target="${target}"/></Relationships>`
  const block = Buffer.from(part.repeat(Math.max(1, Math.floor(megabyte / part.length))))
  const blocks = Math.ceil((times * part.length) / block.length)
  const entries = [
    { name: '_rels/.rels', parts: [Buffer.from(text('officeDocument', 'xl/workbook.xml'))] },
    {
      name: 'xl/workbook.xml',
      parts: [Buffer.from('<workbook><sheets><sheet name="1" r:id="a"/></sheets></workbook>')],
    },
    { name: 'xl/_rels/workbook.xml.rels', parts: [Buffer.from(text('worksheet', 'worksheets/1.xml'))] },
    {
      name: 'xl/worksheets/1.xml',
      parts: [Buffer.from(head), ...Array.from({ length: blocks }, () => block), Buffer.from(end)],
    },
  ]
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, parts } of entries) {
    const packer = createDeflateRaw({ level: 1 })
    const packed: Buffer[] = []
    packer.on('data', (chunk) => packed.push(chunk))
    let sum = 0
    let size = 0
    for (const one of parts) {
      sum = crc32(one, sum)
      size += one.length
      if (!packer.write(one)) await new Promise((resolve) => packer.once('drain', resolve))
    }
    await new Promise((resolve) => packer.once('end', resolve).end())
    const content = Buffer.concat(packed)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(sum, 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt32LE(size, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(sum, 16)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    local.push(head, Buffer.from(name), content)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + content.length
  }
  const index = Buffer.concat(directory)
  const last = Buffer.alloc(22)
  last.writeUInt32LE(0x06054b50, 0)
  last.writeUInt16LE(entries.length, 8)
  last.writeUInt16LE(entries.length, 10)
  last.writeUInt32LE(index.length, 12)
  last.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, index, last])
}

describe('files that are made to hurt', () => {
  it('of 100 MB, four at once, are refused with the limit, and the server stays small', {
    timeout: 60_000,
  }, async () => {
    const file = Buffer.alloc(100 * megabyte, '工单号,')
    const grew = await grown(async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => send(file)))
      for (const { status, body } of answers) {
        expect(status).toBe(413)
        expect(body).toMatchObject({ code: 'request.too_large', message: expect.stringMatching(/64 MiB/) })
      }
    })
    expect(grew).toBeLessThan(500)
  })

  it.each([
    ['one row without an end', '<worksheet><sheetData><row r="1"><c><v>', ' ', 600 * megabyte, ''],
    [
      'rows without number',
      '<worksheet><sheetData>',
      '<row><c t="str"><v>x</v></c></row>',
      6_000_000,
      '</sheetData></worksheet>',
    ],
  ])(
    'that unpack to many times their size are refused: %s',
    { timeout: 120_000 },
    async (_, head, part, times, end) => {
      const file = await workbook(head, part, times, end)
      expect(file.length).toBeLessThan(8 * megabyte)
      const grew = await grown(async () => {
        const answer = await send(new Uint8Array(file), 'book.xlsx')
        expect(answer.status).toBe(422)
        expect(answer.body.code).toMatch(/^file\./)
      })
      expect(grew).toBeLessThan(800)
      expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
    },
  )

  it('without anything in them say so', async () => {
    expect(await send('')).toMatchObject({ status: 422, body: { code: 'file.empty' } })
    expect(await send('   \r\n\r\n')).toMatchObject({ status: 422 })
    const headings = await send('工号,日期,出勤时长\n')
    expect(headings).toMatchObject({ status: 200, body: { accepted: 0, total: 0, rejectedRows: 0 } })
  })
})
