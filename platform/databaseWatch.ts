import pg from 'pg'

/** Whether the database is silent for the moment: there, and yet answering nobody. */
export type DatabaseWatch = {
  /** Throws while it is silent, so that nobody waits for it in vain. */
  assertAnswers(): void
  close(): void
}

const roundMilliseconds = 1_000
/** Nobody asks after a database that hands its connections back within this time. */
const quietMilliseconds = 2_000
/** Long enough for a machine that has far more to do than it can. */
const answerMilliseconds = 3_000
/** So many questions in a row without an answer: one alone may have met a process that was busy with itself. */
const silencesMax = 3

/**
 * A broken connection says so; a database that hangs (a stopped process, a stalled disk, a network that swallows packets)
 * says nothing, and whoever waits would wait until the statement's own limit, which is made for long work. So once a
 * connection is out for longer than usual, a question that takes no time is asked beside it. When nobody answers, what is
 * under way is broken off, and new work is refused until somebody does.
 */
export function watchDatabase(
  url: string,
  pools: readonly pg.Pool[],
  log: (line: string, error: Error) => void,
): DatabaseWatch {
  const out = new Map<pg.PoolClient, number>()
  for (const pool of pools) {
    pool.on('acquire', (client) => out.set(client, Date.now()))
    pool.on('release', (_error, client) => out.delete(client as pg.PoolClient))
    pool.on('remove', (client) => out.delete(client as pg.PoolClient))
  }
  const { ask, end } = questions(url)
  let silences = 0
  let asking = false
  const silent = () => silences >= silencesMax
  /** Out for long, waiting for one that is out, or for a new one. */
  const round = async () => {
    const [longest = Number.POSITIVE_INFINITY] = out.values()
    const busy = pools.reduce((sum, pool) => sum + pool.totalCount - pool.idleCount, 0)
    const inVain = busy > out.size || pools.some((pool) => pool.waitingCount > 0)
    if (asking || (!silent() && !inVain && Date.now() - longest < quietMilliseconds)) return
    asking = true
    const answered = await ask()
    asking = false
    if (answered) {
      if (silent()) log('the database answers again', new Error('it had been silent'))
      silences = 0
      return
    }
    silences += 1
    if (!silent()) return
    if (silences === silencesMax)
      log('the database is silent; requests are refused until it answers', new Error('no answer'))
    // Their transactions were not committed, and can't be any more once their connections are gone.
    for (const client of out.keys()) breakOff(client)
  }
  const timer = setInterval(() => void round(), roundMilliseconds)
  timer.unref()
  return {
    assertAnswers: () => {
      if (silent()) throw new Error('Connection terminated: the database is silent')
    },
    close: () => {
      clearInterval(timer)
      end()
    },
  }
}

/**
 * Asks whether the database answers; a refusal is an answer too, only silence is none. The connection is kept, since making
 * one takes longer than an answer on a busy machine. One that was silent may itself be what broke: the next is a new one.
 */
function questions(url: string): { ask: () => Promise<boolean>; end: () => void } {
  let kept: pg.Client | null = null
  const drop = () => {
    if (kept) breakOff(kept)
    kept = null
  }
  const connected = async () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'baton_watch',
      connectionTimeoutMillis: answerMilliseconds,
      query_timeout: answerMilliseconds,
    })
    client.on('error', () => undefined)
    kept = client
    await client.connect()
    return client
  }
  const ask = async () => {
    try {
      const client = kept ?? (await connected())
      await client.query('SELECT 1')
      return true
    } catch (error) {
      drop()
      return 'code' in (error as object)
    }
  }
  return { ask, end: drop }
}

/** Ends a connection without waiting for its other end. */
function breakOff(client: pg.ClientBase) {
  ;(client as unknown as pg.Client).connection.stream.destroy()
}
