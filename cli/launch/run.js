import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function inRoot(path) {
  return join(root, path)
}

export function pinnedNode() {
  return inRoot(process.platform === 'win32' ? 'node_modules/node/bin/node.exe' : 'node_modules/node/bin/node')
}

/** A program of an npm package on the pinned Node: `[command, args]`. */
export function pinnedRun(script, ...args) {
  return [pinnedNode(), [inRoot(join('node_modules', script)), ...args]]
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
let interruptedBy = null

/** The signal that asked this launcher to end, or null. */
export function interruption() {
  return interruptedBy
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    const first = interruptedBy === null
    interruptedBy = signal
    if (running.size === 0) process.exit(128 + constants.signals[signal])
    // Ctrl-C reaches the children from the terminal itself, and npm passes it on to us once more: one is enough.
    if (!first || (signal === 'SIGINT' && process.stdin.isTTY)) return
    for (const child of running) child.kill(signal)
  })
}

/** Runs in the foreground of this terminal; resolves to how it ended. */
export function runUntilEnd(command, args, env = {}) {
  return new Promise((done) => {
    const path = `${dirname(pinnedNode())}${delimiter}${process.env.PATH ?? ''}`
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: withoutEmpty({ ...process.env, PATH: path, ...env }),
    })
    running.add(child)
    child.on('error', (error) => {
      running.delete(child)
      console.error(`${command} can't be run: ${error.message}`)
      done({ code: 127, signal: null })
    })
    child.on('exit', (code, signal) => {
      running.delete(child)
      done({ code, signal })
    })
  })
}

/** Several at once; when one ends, the others are ended too. */
export async function runUntilFirstEnd(...commands) {
  const all = commands.map(([command, args]) => runUntilEnd(command, args))
  const first = await Promise.race(all)
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(all)
  return first
}

export function exitLike({ code, signal }) {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
}

function withoutEmpty(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}
