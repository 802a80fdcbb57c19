#!/usr/bin/env node
// The two commands `npm start` and `npm test`, and the way to all others. Plain JavaScript for Node 20 without any
// dependency, since it runs before anything is installed; it installs, and goes on with the pinned Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './launch/install.js'
import { exitLike, inRoot, pinnedNode, pinnedRun, root, runUntilEnd, runUntilFirstEnd } from './launch/run.js'
import { buildWeb, isWebStale } from './launch/web.js'

const [command = 'start', ...args] = process.argv.slice(2)
await launch()

async function launch() {
  ensureInstalled()
  if (command === 'test') return (await import('./launch/suite.js')).runSuite(args)
  if (command === 'start') return start()
  if (command === 'dev') return dev()
  if (command === 'bench') return bench()
  if (command === 'soak') return soak()
  exitLike(await runUntilEnd(...baton(command, ...args)))
}

async function start() {
  if (isWebStale()) {
    console.log('Building the screens')
    const built = await buildWeb()
    if (built.code !== 0) {
      console.error('The screens could not be built; what vite says stands above. Nothing was started.')
      exitLike(built)
    }
  }
  exitLike(await runUntilEnd(...baton('serve', '--demo', ...args)))
}

/** Server and screens anew after every change; the page is reloaded by hand. */
async function dev() {
  const server = [pinnedNode(), ['--watch', inRoot('cli/baton.ts'), 'serve', '--demo', ...args]]
  const screens = pinnedRun('vite/bin/vite.js', 'build', 'web', '--watch')
  exitLike(await runUntilFirstEnd(server, screens))
}

async function bench() {
  const folder = join(root, 'bench')
  const known = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : []
  const names = known.map((name) => name.replace(/(\.bench)?\.ts$/, ''))
  const wrong = args.filter((name) => !names.includes(name))
  if (wrong.length > 0 || args.length === 0) {
    if (wrong.length > 0) console.error(`No such benchmark: ${wrong.join(', ')}`)
    console.log(
      `Benchmarks are run by name: npm run bench -- <name...>\n${names.map((name) => `  ${name}`).join('\n')}`,
    )
    process.exit(wrong.length > 0 ? 1 : 0)
  }
  for (const name of args) {
    const { status } = spawnSync(pinnedNode(), [join(folder, known[names.indexOf(name)])], {
      cwd: root,
      stdio: 'inherit',
    })
    if (status !== 0) process.exit(status ?? 1)
  }
}

/** Half an hour of everything at once, or as many minutes as said. */
async function soak() {
  exitLike(await runUntilEnd(pinnedNode(), [inRoot('bench/soak.ts'), ...args]))
}

function baton(...words) {
  return [pinnedNode(), [inRoot('cli/baton.ts'), ...words]]
}
