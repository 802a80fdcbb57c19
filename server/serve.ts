import type { Log } from '#platform/log'
import { openApp, type Readiness } from './app.ts'
import type { Configuration } from './configuration.ts'
import { type LoadProgress, loadDemonstration } from './demonstration/load.ts'
import { firstStart } from './firstStart.ts'
import { openProduct, startRunning } from './product.ts'

/** The demonstration network goes on living while it is looked at. */
const demonstrationMilliseconds = 5 * 60_000

export type Serving = { address: string; ready: Promise<void>; close: () => Promise<void> }

/** Opens the product and answers requests; the demonstration network is loaded behind the opened door, and /readyz tells how far it is. */
export async function serve(configuration: Configuration, log: Log): Promise<Serving> {
  const product = await openProduct(configuration, log)
  let stopRunning = async () => {}
  try {
    await firstStart(product)
    const running = await startRunning(product)
    stopRunning = running.close
    const readiness: Readiness = { ready: false, state: 'starting', progress: 0 }
    const app = await openApp(product, running, () => readiness)
    const address = await app.listen({ port: configuration.port, host: configuration.host })
    let living: NodeJS.Timeout | undefined
    let loading: Promise<void> = Promise.resolve()
    const prepare = async () => {
      if (configuration.demonstration) {
        readiness.state = 'loading_demonstration'
        const progress: LoadProgress = (done, total) => {
          readiness.progress = total > 0 ? Math.round((done / total) * 100) / 100 : 0
        }
        const size = configuration.demonstrationSize
        let last = product.now()
        loading = running.roller.hold(() => loadDemonstration(product, last, progress, { size }))
        await loading
        await running.roller.settled(60_000)
        const goOn = async () => {
          const now = product.now()
          await loadDemonstration(product, now, () => undefined, { size, since: last })
          last = now
        }
        living = setInterval(() => {
          loading = loading
            .then(goOn)
            .catch((error: Error) => log.error({ error: error.stack }, 'the demonstration network did not go on'))
        }, demonstrationMilliseconds)
      }
      Object.assign(readiness, { ready: true, state: 'ready', progress: 1 })
    }
    const prepared = prepare()
    return {
      address,
      ready: prepared.catch((error: Error) => {
        Object.assign(readiness, { ready: false, state: 'failed' })
        log.error({ error: error.stack }, 'loading the demonstration network failed')
        throw error
      }),
      close: async () => {
        clearInterval(living)
        await loading.catch(() => undefined)
        await app.close()
        await running.close()
        await product.close()
      },
    }
  } catch (error) {
    await stopRunning()
    await product.close()
    throw error
  }
}
