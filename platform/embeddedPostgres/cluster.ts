import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Account, asAccount, cleanEnvironment } from './account.ts'
import type { Binaries } from './binaries.ts'
import { ownedBy, type Place } from './place.ts'
import { pause } from './processes.ts'

export const ROLE = 'baton'
const FRESH = 'postgres.new-'
const PASSWORD_FILE = '.pwfile'

/** initdb into a folder beside the place and then one rename: a kill in between must not leave half a database. */
export async function initialiseCluster(place: Place, binaries: Binaries, account: Account): Promise<void> {
  const fresh = join(place.home, `${FRESH}${randomBytes(6).toString('hex')}`)
  const passwordFile = `${fresh}${PASSWORD_FILE}`
  const password = randomPassword()
  try {
    mkdirSync(fresh, { mode: 0o700 })
    ownedBy(account, fresh, 0o700)
    writeFileSync(passwordFile, password, { mode: 0o600 })
    ownedBy(account, passwordFile, 0o600)
    await run(binaries.initdb, ['--pgdata', fresh, ...initdbFlags(passwordFile)], account, place)
    // First the password, then the data: data without its password would need a repair.
    writePassword(place, password)
    renameSync(fresh, place.data)
    syncFolder(place.home)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Passwords only, over loopback and the folder's own socket only, for everybody; told at every start, for folders of earlier versions. */
export function admitOurs(place: Place, account: Account): void {
  const file = join(place.data, 'pg_hba.conf')
  const admitted = 'local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n'
  if (existsSync(file) && readFileSync(file, 'utf8') === admitted) return
  writeFileSync(file, admitted)
  ownedBy(account, file, 0o600)
}

/**
 * The built-in C.UTF-8 sorts and measures text alike on every system; without these flags an empty LANG gives SQL_ASCII,
 * where the length of a Chinese word is counted in bytes.
 */
function initdbFlags(passwordFile: string): string[] {
  // The C library's own C.UTF-8 is missing on macOS and Windows; their plain C goes with the built-in one as well.
  const libcLocale = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  return [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${libcLocale}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-instructions',
  ]
}

/**
 * What a killed first start left: half-made folders and password files. Only while our lock is held. An initdb that
 * outlived its server may go on writing for a moment, so look again; what still comes back waits for the next start.
 */
export async function removeRemains(home: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const remains = readdirSync(home).filter((name) => name.startsWith(FRESH))
    if (remains.length === 0) return
    for (const name of remains) {
      try {
        rmSync(join(home, name), { recursive: true, force: true })
      } catch {
        // not empty again already
      }
    }
    await pause(100)
  }
}

export function assertSameMajorVersion(place: Place, binaries: Binaries): void {
  const made = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim()
  const major = binaries.version.split('.')[0]
  if (made === major) return
  throw new Error(
    `The database in ${place.data} was made by PostgreSQL ${made}; this release brings ${major}. Move it with a dump and restore (see the operations guide), or serve it with the release that made it.`,
  )
}

export function readPassword(place: Place): string | null {
  return existsSync(place.password) ? readFileSync(place.password, 'utf8').trim() || null : null
}

/** Sets a new password without needing the old one; PostgreSQL must not be running. */
export async function resetPassword(place: Place, binaries: Binaries, account: Account): Promise<string> {
  const password = randomPassword()
  const statement = `ALTER ROLE ${ROLE} PASSWORD '${password}'\n`
  await run(binaries.postgres, ['--single', '-D', place.data, 'postgres'], account, place, statement)
  writePassword(place, password)
  return password
}

/** Letters and digits only: it stands in a URL and in one SQL statement. */
function randomPassword(): string {
  return randomBytes(24).toString('hex')
}

function writePassword(place: Place, password: string): void {
  const fresh = `${place.password}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, `${password}\n`, { mode: 0o600, flush: true })
  renameSync(fresh, place.password)
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

function run(program: string, args: string[], account: Account, place: Place, input = ''): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { ...asAccount(account), cwd: '/', env: cleanEnvironment(), windowsHide: true })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.stdin.on('error', () => {}) // it may end before it reads
    child.stdin.end(input)
    child.on('error', fail)
    child.on('close', (code, signal) => {
      if (code === 0) done()
      else fail(new Error(`${program} for ${place.home} ended with ${code ?? signal}:\n${output.trim()}`))
    })
  })
}
