import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inRoot, pinnedNode } from './run.js'

const lockFile = inRoot('package-lock.json')
const stampFile = inRoot('node_modules/.baton-lock')

/** Installs exactly what package-lock.json says, unless that is what is there already. Ends the launcher when it can't. */
export function ensureInstalled() {
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : null
  if (stamp !== lock) {
    if (!isInstalledByHand()) install()
    writeFileSync(stampFile, `${lock}\n`)
  }
  ensurePinnedNode()
}

function install() {
  console.log(
    existsSync(inRoot('node_modules')) ? 'The packages changed: installing them anew' : 'Installing the packages',
  )
  // Building the screens needs the development packages, also where NODE_ENV=production would leave them out.
  const code = npm('ci', '--include=dev', '--include=optional')
  if (code === 0) return
  console.error(
    `npm ci failed (exit code ${code}); what it says stands above. If it could not reach the npm registry, check the network, or the registry and proxy in your npm settings, and start again.`,
  )
  process.exit(1)
}

/** npm writes what it installed into node_modules; if that agrees with the lock, somebody ran npm ci before us. */
function isInstalledByHand() {
  try {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
    const installed = JSON.parse(readFileSync(inRoot('node_modules/.package-lock.json'), 'utf8')).packages
    const isSame = ([path, entry]) =>
      wanted[path]?.version === entry.version && wanted[path]?.integrity === entry.integrity
    const isThere = ([path, entry]) => path === '' || entry.optional || installed[path] !== undefined
    return Object.entries(installed).every(isSame) && Object.entries(wanted).every(isThere)
  } catch {
    return false
  }
}

/** The package `node` brings its program by an install script, which npm leaves out when scripts are off. */
function ensurePinnedNode() {
  if (runs(pinnedNode())) return
  console.log('The pinned Node is missing, since install scripts were off; running its script now')
  npm('rebuild', 'node', '--foreground-scripts', '--ignore-scripts=false')
  if (runs(pinnedNode())) return
  console.error(
    [
      'The pinned Node (node_modules/node/bin/node) is missing, because npm did not run the install script of the package `node`.',
      'Remedy: npm rebuild node --foreground-scripts',
      'If npm still leaves scripts out: remove ignore-scripts from your npm settings, or allow the package (package.json lists it under allowScripts), then run npm ci.',
    ].join('\n'),
  )
  process.exit(1)
}

function runs(program) {
  return existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

function npm(...args) {
  // Under `npm start` this is npm's own script, which saves looking for npm.cmd on Windows.
  const script = process.env.npm_execpath
  const isNpm = script?.endsWith('npm-cli.js') && existsSync(script)
  const [command, words] = isNpm ? [process.execPath, [script, ...args]] : ['npm', args]
  const run = spawnSync(command, words, {
    cwd: inRoot('.'),
    stdio: 'inherit',
    shell: !isNpm && process.platform === 'win32',
  })
  if (run.error) console.error(`npm can't be run: ${run.error.message}`)
  return run.status ?? 1
}
