import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2 = promisify(argon2Callback)

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }

/** A password as it is kept: argon2id with its own salt; the cost stands in the text, so that it can grow. */
export async function passwordHash(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await argon2('argon2id', { message: password.normalize('NFKC'), nonce, ...cost })
  return `argon2id$${cost.memory}$${cost.passes}$${nonce.toString('base64url')}$${tag.toString('base64url')}`
}

export async function passwordMatches(password: string, kept: string): Promise<boolean> {
  const [scheme, memory, passes, nonce, tag] = kept.split('$')
  if (scheme !== 'argon2id' || !nonce || !tag) return false
  const known = Buffer.from(tag, 'base64url')
  const given = await argon2('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(nonce, 'base64url'),
    parallelism: 1,
    tagLength: known.length,
    memory: Number(memory),
    passes: Number(passes),
  })
  return given.length === known.length && timingSafeEqual(given, known)
}
