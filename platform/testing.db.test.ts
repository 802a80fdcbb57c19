import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './testing.ts'

async function count(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

test('every test database is migrated, its own, and gone when dropped', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  expect(await count(one.url, 'select count(*)::int from platform.migration')).toBeGreaterThan(0)
  await count(one.url, 'create table platform.only_here (id int)')
  expect(await count(other.url, "select count(*)::int from pg_tables where tablename = 'only_here'")).toBe(0)
  await one.drop()
  await other.drop()
  await expect(count(one.url, 'select 1')).rejects.toThrow(/does not exist/)
})

test('a test database counts Chinese characters', async () => {
  const database = await createTestDatabase()
  expect(await count(database.url, "select length('中文')")).toBe(2)
  await database.drop()
})
