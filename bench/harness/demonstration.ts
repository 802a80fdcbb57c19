import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export type Demonstration = { address: string; stop(): Promise<void> }

/** A server with the demonstration network in a process of its own, on the embedded database, loaded and ready. */
export async function startDemonstration(folder: string, env: Record<string, string>): Promise<Demonstration> {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const found = (probe.address() as { port: number }).port
      probe.close(() => resolve(found))
    })
  })
  const script = fileURLToPath(new URL('../../cli/baton.ts', import.meta.url))
  const child = spawn(process.execPath, [script, 'serve', '--demo'], {
    env: { ...process.env, DATABASE_URL: '', BATON_DATA: folder, PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: 'inherit',
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const onExit = () => child.kill('SIGTERM')
  process.once('exit', onExit)
  // A signal ends a process without its 'exit'; the server must not outlive it.
  const onSignal = () => process.exit(1)
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal)
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    process.off('exit', onExit).off('SIGTERM', onSignal).off('SIGINT', onSignal)
  }
  const address = `http://127.0.0.1:${port}`
  for (let waited = 0; waited < 3_000 && child.exitCode === null; waited += 1) {
    const ready = await fetch(`${address}/readyz`).then(
      (answer) => answer.status === 200,
      () => false,
    )
    if (ready) return { address, stop }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await stop()
  throw new Error('the demonstration network was not ready within ten minutes')
}
