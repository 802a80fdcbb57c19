import { answerOf, type Connection } from './requests.ts'

export type Rejected = { row: number; field: string; value: string | null; reason: string; code: string }
export type Received = { accepted: number; replaced: number; ignored: number; rejected: Rejected[] }

export type SendOptions = {
  dryRun?: boolean
  /** A part ends at so many facts or bytes, whichever comes first. */
  partRows?: number
  partBytes?: number
  signal?: AbortSignal
  /** Called after each part with the sums so far. */
  progress?: (soFar: Readonly<Received>) => void
}

/**
 * Sends facts as NDJSON in parts, one after the other, each again while the server is busy: sending a fact twice changes
 * nothing. Rejected rows count from 1 over all facts. When it throws, the parts before are kept; send the whole again.
 */
export async function sentFacts(
  connection: Connection,
  kind: string,
  facts: Iterable<object> | AsyncIterable<object>,
  options: SendOptions = {},
): Promise<Received> {
  const { dryRun = false, partRows = 2_000, partBytes = 4 * 1024 * 1024, signal, progress } = options
  const sum: Received = { accepted: 0, replaced: 0, ignored: 0, rejected: [] }
  let before = 0
  let lines: string[] = []
  let bytes = 0
  const send = async () => {
    const answer = await answerOf(connection, {
      method: 'POST',
      path: `/facts/${encodeURIComponent(kind)}`,
      query: { dryRun: dryRun ? 'true' : undefined },
      body: { type: 'application/x-ndjson', text: lines.join('') },
      again: true,
      signal,
    })
    const part = (await answer.json()) as Received
    sum.accepted += part.accepted
    sum.replaced += part.replaced
    sum.ignored += part.ignored
    for (const reject of part.rejected) sum.rejected.push({ ...reject, row: before + reject.row })
    before += lines.length
    lines = []
    bytes = 0
    progress?.(sum)
  }
  for await (const fact of facts) {
    const line = `${JSON.stringify(fact)}\n`
    const size = Buffer.byteLength(line)
    if (lines.length > 0 && (lines.length >= partRows || bytes + size > partBytes)) await send()
    lines.push(line)
    bytes += size
  }
  if (lines.length > 0) await send()
  return sum
}
