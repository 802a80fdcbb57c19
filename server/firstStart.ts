import { addApiKey, addUser } from '#access'
import { isFailure } from '#foundation/failure'
import type { Product } from './product.ts'

/** Makes what the environment asks for at a first start: an administrator, an administrator's API key. Done already: nothing. */
export async function firstStart(product: Product): Promise<void> {
  const { configuration, database, now, log } = product
  const who = { actor: null, now: now() }
  const grants = [{ role: 'administrator' as const, node: null }]
  if (configuration.adminEmail && configuration.adminPassword) {
    const email = configuration.adminEmail
    const made = await once(() =>
      addUser({ database }, who, {
        username: email,
        email,
        name: email,
        password: configuration.adminPassword as string,
        person: null,
        grants,
      }),
    )
    if (made) log.info('made the administrator that BATON_ADMIN_EMAIL names')
  }
  if (configuration.apiKey) {
    const made = await once(() =>
      addApiKey({ database }, who, { name: 'BATON_API_KEY', grants, key: configuration.apiKey as string }),
    )
    if (made) log.info('made the administrator key that BATON_API_KEY gives')
  }
}

async function once(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make()
    return true
  } catch (error) {
    if (isFailure(error) && error.failure === 'conflict') return false
    throw error
  }
}
