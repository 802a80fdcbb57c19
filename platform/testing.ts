import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import type { Actor } from '#foundation/actor'
import { type Database, openDatabase } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Made by the global setup: the server, the migrated database to copy, and how copies of this run begin. */
    testServer: { url: string; template: string; prefix: string } | { problem: string }
  }
}

/**
 * A fresh, fully migrated, empty database of its own for one test file or one test, in milliseconds. For files named
 * `*.db.test.ts` and `*.browser.test.ts`.
 */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('testServer')
  if ('problem' in server) throw new Error(`There is no test database: ${server.problem}`)
  const { url, template, prefix } = server
  const name = `${prefix}${randomBytes(6).toString('hex')}`
  // Copying files is several times faster here than the default way through the log.
  await onServer(url, `create database ${name} template ${template} strategy file_copy`)
  return {
    url: databaseUrl(url, name),
    drop: () => onServer(url, `drop database if exists ${name} with (force)`),
  }
}

/** Such a database opened, for files that talk to it themselves; `url` is for what the product never does to its database. */
export async function openTestDatabase(): Promise<{ database: Database; url: string; close(): Promise<void> }> {
  const { url, drop } = await createTestDatabase()
  const database = openDatabase({ url })
  const close = async () => {
    await database.close()
    await drop()
  }
  return { database, url, close }
}

/** Sees every store and everybody's pay and has no permission: for tests in which it doesn't matter who acts. */
export const testActor: Actor = {
  no: 1,
  kind: 'system',
  name: 'test',
  personNo: null,
  permissions: new Set(),
  scope: '{(,)}',
  payScope: '{(,)}',
  locale: 'zh',
}

/** The same server and user, another database. */
function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const systemChromiums = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macChromiums = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A Chromium of the system, or else the one inside the npm package, unpacked once; BATON_TEST_CHROMIUM names a certain
 * one, and `npm` asks for the packaged one.
 *
 * @public
 */
export async function findChromium(): Promise<string> {
  const wish = process.env.BATON_TEST_CHROMIUM
  if (wish && wish !== 'npm') return wish
  const installed = [...systemChromiums.map((name) => join('/usr/bin', name)), ...macChromiums].find(existsSync)
  return wish !== 'npm' && installed ? installed : unpackedChromium()
}

/** Chromium for tests: no sandbox, since tests run as root in containers, and no traffic of its own. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  const executablePath = await findChromium()
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath, args, env: browserEnvironment(executablePath) })
}

/** The packaged Chromium brings the libraries and a font that a bare machine lacks, in folders beside it. */
function browserEnvironment(executablePath: string): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  const beside = dirname(executablePath)
  if (!existsSync(join(beside, 'al2023', 'lib'))) return env
  env.LD_LIBRARY_PATH = [join(beside, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  env.FONTCONFIG_PATH ??= join(beside, 'fonts')
  return env
}

/**
 * The package unpacks straight into the temporary folder, trusts whatever it finds there, and adds the libraries only
 * where it believes itself in a cloud function. So it is told both for the moment, and its result is renamed into place
 * as a whole: a run that is killed, or two at once, never leave half a browser.
 */
async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The browser tests need a Chromium or Chrome here: install one, or name it in BATON_TEST_CHROMIUM.')
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as { version: string }
  const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))
  const place = join(cache, `chromium-${version}`)
  const program = join(place, 'chromium')
  if (existsSync(program)) return program

  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'chromium-new-'))
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV }
  const libraryPath = { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH, FONTCONFIG_PATH: process.env.FONTCONFIG_PATH }
  try {
    Object.assign(process.env, { TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' })
    if (tmpdir() !== fresh) throw new Error(`The temporary folder can't be set to ${fresh} for unpacking Chromium`)
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
    try {
      renameSync(fresh, place)
    } catch (error) {
      if (!existsSync(program)) throw error // else another run was a moment faster
    }
  } finally {
    for (const [name, value] of Object.entries({ ...before, ...libraryPath })) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    rmSync(fresh, { recursive: true, force: true })
  }
  return program
}
