import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own, as a user starts it. */
export type Server = {
  child: ChildProcess
  address: string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

type Start = {
  databaseUrl: string
  key: string
  folder: string
  /** Where the product lies; this checkout, unless told otherwise. */
  root?: string
  env?: Record<string, string>
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Starts the product on a database, empty, and waits until it is ready. */
export async function startServer({ databaseUrl, key, folder, root, env = {} }: Start): Promise<Server> {
  const port = await freePort()
  const home = root ?? fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(process.execPath, [join(home, 'cli/baton.ts'), 'serve'], {
    env: {
      ...process.env,
      PORT: String(port),
      BATON_DATA: folder,
      DATABASE_URL: databaseUrl,
      BATON_DEMO: '0',
      BATON_API_KEY: key,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (part) => {
    said = `${said}${part}`.slice(-4_000)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // A test run that ends early must not leave it behind.
  const onExit = () => child.kill('SIGKILL')
  process.once('exit', onExit)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
    process.off('exit', onExit)
  }
  const address = `http://127.0.0.1:${port}`
  for (let waited = 0; waited < 600 && child.exitCode === null; waited += 1) {
    const ready = await fetch(`${address}/readyz`).then(
      (answer) => answer.status === 200,
      () => false,
    )
    if (ready) return { child, address, kill }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await kill()
  throw new Error(`the server did not become ready: ${said}`)
}
