import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRoot, pinnedRun, runUntilEnd } from './run.js'

const stampFile = inRoot('dist/web/.stamp')
/** Everything that the screens are made of. */
const sources = ['web', 'design', 'capabilities', 'foundation', 'catalogue', 'package.json', 'package-lock.json']

export function isWebStale() {
  return !existsSync(stampFile) || readFileSync(stampFile, 'utf8').trim() !== sourcesHash()
}

export async function buildWeb() {
  const hash = sourcesHash() // before, so that a change during the build makes it stale
  const ended = await runUntilEnd(...pinnedRun('vite/bin/vite.js', 'build', 'web'))
  if (ended.code === 0) {
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, `${hash}\n`)
  }
  return ended
}

function sourcesHash() {
  const hash = createHash('sha256')
  for (const source of sources) add(hash, source)
  return hash.digest('hex')
}

function add(hash, path) {
  const full = inRoot(path)
  if (!existsSync(full)) return
  let names
  try {
    names = readdirSync(full).sort()
  } catch {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  for (const name of names) if (!/\.test\.tsx?$|^\.|^node_modules$|^dist$/.test(name)) add(hash, join(path, name))
}
