import { connect, type Socket } from 'node:net'
import type { Asked, Load } from './load.ts'

/** The process that asks: takes what to ask as its one message, answers with what it measured, and ends. */
process.once('message', async (asked: Asked) => {
  const measured = await ask(asked)
  process.send?.(measured, () => process.disconnect?.())
})

/**
 * Sends the bytes of each request, made beforehand, and reads no more of an answer than its status and its length: the
 * asking shares the cores with what is measured.
 */
async function ask({ urls, headers, clients, seconds }: Asked): Promise<Load> {
  const { hostname, port } = new URL(urls[0] as string)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const requests = urls.map((url) => {
    const { pathname, search } = new URL(url)
    return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${lines.join('')}\r\n`)
  })
  const sockets = await Promise.all(Array.from({ length: clients }, () => opened(Number(port), hostname)))
  const times: number[] = []
  let bytes = 0
  let failed = 0
  const before = process.cpuUsage()
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    sockets.map(async (socket) => {
      const one = asker(socket)
      while (performance.now() < end) {
        const begun = performance.now()
        const answer = await one(requests[Math.floor(Math.random() * requests.length)] as Buffer)
        times.push(performance.now() - begun)
        bytes += answer.bytes
        if (answer.status !== 200) failed += 1
      }
      socket.destroy()
    }),
  )
  const lasted = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 1000) / 1000
  return {
    count: times.length,
    perSecond: Math.round(times.length / lasted),
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / times.length),
    failed,
    askingMs: (user + system) / 1000 / times.length,
  }
}

function opened(port: number, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

type Answer = { status: number; bytes: number }

/** One request after the other on a connection; answers must say their length. */
function asker(socket: Socket): (request: Buffer) => Promise<Answer> {
  let status = 0
  let length = 0
  let left = -1
  let head = ''
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null
  socket.on('data', (chunk) => {
    let body = chunk.length
    if (left < 0) {
      head += chunk.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      status = Number(head.slice(9, 12))
      const told = /\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))
      if (!told) return waiting?.reject(new Error(`an answer without its length: ${head.slice(0, end)}`))
      length = Number(told[1])
      left = length
      body = head.length - end - 4
      head = ''
    }
    left -= body
    if (left > 0) return
    left = -1
    waiting?.resolve({ status, bytes: length })
  })
  const broken = () => waiting?.reject(new Error('the connection was closed'))
  socket.on('error', broken)
  socket.on('close', broken)
  return (request) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      socket.write(request)
    })
}
