import { Agent, request } from 'node:http'
import type { Asked, Load } from './load.ts'

/** The process that asks: takes what to ask as its one message, answers with what it measured, and ends. */
process.once('message', async (asked: Asked) => {
  const measured = await ask(asked)
  process.send?.(measured, () => process.disconnect?.())
})

async function ask({ urls, headers, clients, seconds }: Asked): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  let bytes = 0
  let failed = 0
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const url = urls[Math.floor(Math.random() * urls.length)] as string
        const begun = performance.now()
        const answer = await one(url, headers, agent)
        times.push(performance.now() - begun)
        bytes += answer.bytes
        if (answer.status !== 200) failed += 1
      }
    }),
  )
  const lasted = (performance.now() - started) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 1000) / 1000
  return {
    perSecond: Math.round(times.length / lasted),
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / times.length),
    failed,
  }
}

function one(url: string, headers: Record<string, string>, agent: Agent): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }))
    })
    sent.on('error', reject)
    sent.end()
  })
}
