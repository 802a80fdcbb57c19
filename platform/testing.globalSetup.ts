import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '#platform/migrate'
import { existingPlace } from './embeddedPostgres/place.ts'
import { startEmbeddedPostgres } from './embeddedPostgres.ts'

type TestServer = { url: string; template: string; prefix: string; stop(): Promise<void> }

/**
 * The projects `database` and `browser` each load this file anew, but share one server: it hangs on the process, counted
 * by its users.
 */
const shared = Symbol.for('baton.testServer')
type Shared = { server: Promise<TestServer>; users: number }
const holder = globalThis as { [shared]?: Shared }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder[shared] ??= { server: startTestServer(), users: 0 }
  const mine = holder[shared]
  mine.users += 1
  try {
    const { url, template, prefix } = await mine.server
    project.provide('testServer', { url, template, prefix })
  } catch (error) {
    // Thrown here it would end the whole run; a broken migration must fail the database tests, not hide the others.
    console.error(error)
    project.provide('testServer', { problem: error instanceof Error ? error.message : String(error) })
  }
  return async () => {
    mine.users -= 1
    if (mine.users > 0) return
    delete holder[shared]
    await mine.server.then(({ stop }) => stop()).catch(() => {})
  }
}

/** BATON_TEST_DATABASE_URL names a server whose user may create databases; without it one is started for this run. */
async function startTestServer(): Promise<TestServer> {
  const given = process.env.BATON_TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => {} } : await temporaryServer()
  const prefix = `baton_test_${randomBytes(4).toString('hex')}_`
  const template = `${prefix}template`
  try {
    await onServer(server.url, `create database ${template} template template0`)
    const url = new URL(server.url)
    url.pathname = `/${template}`
    await migrate(url.href)
    // Copying needs a template that nobody is connected to.
    await onServer(server.url, `alter database ${template} allow_connections false`)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    url: server.url,
    template,
    prefix,
    stop: async () => {
      // On a server that stays, nothing of this run may stay.
      if (given) await dropAll(server.url, prefix)
      await server.stop()
    },
  }
}

async function temporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-test-'))
  chmodSync(folder, 0o711) // PostgreSQL's user has to pass through when this runs as root
  const remove = () => {
    const home = existingPlace(folder)?.home
    for (const path of [home, folder]) if (path) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
  // A run that is interrupted tears nothing down.
  const onExit = () => {
    try {
      remove()
    } catch {
      // PostgreSQL is just writing its last; it lies in the temporary folder
    }
  }
  process.once('exit', onExit)
  try {
    // The data lives as long as the run: nothing needs to survive a power cut.
    const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' }
    const { url, stop } = await startEmbeddedPostgres({ folder, settings })
    return { url, stop: () => stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
  } finally {
    await client.end()
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
