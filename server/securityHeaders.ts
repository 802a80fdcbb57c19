import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * The headers that tell browsers what pages may do. They are the same for every answer, and helmet puts them together from
 * its directives each time it is asked: so it is asked once, and the rest of the answers get what it said.
 */
export async function securityHeaders(app: FastifyInstance, options: { secure: boolean }): Promise<void> {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: options.secure,
    crossOriginEmbedderPolicy: false,
  })
  let said: [string, string][] | null = null
  app.addHook('onRequest', (_request, reply, done) => {
    if (said) for (const [name, value] of said) reply.raw.setHeader(name, value)
    else {
      void reply.helmet()
      said = Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name, String(value)])
    }
    done()
  })
}
