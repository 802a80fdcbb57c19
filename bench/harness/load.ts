import { Agent, request } from 'node:http'

export type Load = { perSecond: number; p50: number; p99: number; bytes: number; failed: number }

/** Asks as fast as the answers come, with so many clients on kept-alive connections; times in milliseconds. */
export async function load({
  url,
  headers,
  clients,
  seconds,
}: {
  url: () => string
  headers: Record<string, string>
  clients: number
  seconds: number
}): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  let bytes = 0
  let failed = 0
  const end = performance.now() + seconds * 1000
  const started = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const begun = performance.now()
        const answer = await ask(url(), headers, agent)
        times.push(performance.now() - begun)
        bytes += answer.bytes
        if (answer.status !== 200) failed += 1
      }
    }),
  )
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 1000) / 1000
  return {
    perSecond: Math.round(times.length / ((performance.now() - started) / 1000)),
    p50: at(0.5),
    p99: at(0.99),
    bytes: Math.round(bytes / times.length),
    failed,
  }
}

function ask(url: string, headers: Record<string, string>, agent: Agent): Promise<{ status: number; bytes: number }> {
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
