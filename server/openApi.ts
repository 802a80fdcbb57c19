import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { ProductRouter } from './router.ts'

const failure = {
  type: 'object',
  required: ['code', 'message', 'values'],
  properties: {
    code: { type: 'string', examples: ['kpi.formula.unknown_measure'] },
    message: { type: 'string', description: 'In Chinese, or in English with Accept-Language: en.' },
    values: { type: 'object' },
  },
} as const

export type OpenApiDocument = Awaited<ReturnType<OpenAPIGenerator['generate']>>

/** The OpenAPI 3.1 document, made from the very contract that the routes are bound to. */
export async function openApiDocument(router: ProductRouter): Promise<OpenApiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(router, {
    info: {
      title: 'Baton',
      version: '1',
      description:
        'Percentages are 94.0, money is whole fen in fields that end in Fen, times carry an offset, business days are 2024-03-18; no data is null. Failures answer `{ code, message, values }`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        session: { type: 'apiKey', in: 'cookie', name: 'baton.session_token' },
      },
      schemas: { Failure: failure as never },
    },
  })
}
