import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Load = {
  count: number
  perSecond: number
  p50: number
  p99: number
  bytes: number
  failed: number
  /** What the asking took of the processor for one request. */
  askingMs: number
}

export type Asked = { urls: string[]; headers: Record<string, string>; clients: number; seconds: number }

/**
 * Asks for these addresses at random, as fast as the answers come, with so many clients on kept-alive connections; times in
 * milliseconds. From a process of its own: a server does not spend its time on making up its requests.
 */
export function load(asked: Asked): Promise<Load> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('asking.ts', import.meta.url)), { execArgv: [] })
    let answer: Load | null = null
    child.on('message', (message) => {
      answer = message as Load
    })
    child.on('error', reject)
    child.on('exit', () => (answer ? resolve(answer) : reject(new Error('the load ended without an answer'))))
    child.send(asked)
  })
}
