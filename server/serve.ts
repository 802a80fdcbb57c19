import type { Log } from '#platform/log'
import { openApp, type Readiness } from './app.ts'
import type { Configuration } from './configuration.ts'
import { loadDemonstration } from './demonstration/load.ts'
import { firstStart } from './firstStart.ts'
import { openProduct, startRunning } from './product.ts'

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
    const prepared = prepare()
    async function prepare() {
      if (configuration.demonstration) {
        readiness.state = 'loading_demonstration'
        const deps = { database: product.database, followFacts: product.followFacts, followTree: product.followTree }
        await loadDemonstration(deps, product.now(), (done, total) => {
          readiness.progress = total > 0 ? Math.round((done / total) * 100) / 100 : 0
        })
        await running.roller.settled(60_000)
      }
      Object.assign(readiness, { ready: true, state: 'ready', progress: 1 })
    }
    return {
      address,
      ready: prepared.catch((error: Error) => {
        Object.assign(readiness, { ready: false, state: 'failed' })
        log.error({ error: error.stack }, 'loading the demonstration network failed')
        throw error
      }),
      close: async () => {
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
