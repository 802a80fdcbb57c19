import multipart from '@fastify/multipart'
import { tooLarge } from '#foundation/failure'
import type { App, Request } from './http.ts'

/** A form as it was sent: at most one file, in the field `file`, and texts. */
export type Upload = { file: { name: string; content: Buffer } | null; fields: Record<string, string> }

/** Lets the routes of this scope take forms with files, and nothing else. */
export async function acceptUploads(scope: App): Promise<void> {
  scope.removeContentTypeParser(['application/json', 'text/plain'])
  if (!scope.hasRequestDecorator('isMultipart')) await scope.register(multipart)
}

const textBytesMax = 100_000

/** Reads a form; 413 when the file or the form is larger than it may be, 400 when it breaks off, 415 when it is none. */
export async function uploadOf(request: Request, fileBytesMax: number): Promise<Upload> {
  if (!request.isMultipart())
    throw Object.assign(new Error('The body is no form'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' })
  const upload: Upload = { file: null, fields: {} }
  const limits = { fileSize: fileBytesMax, files: 1, fields: 20, parts: 21, fieldSize: textBytesMax }
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file') upload.file = { name: part.filename, content: await part.toBuffer() }
      else if (part.valueTruncated) throw tooLarge('request.too_large', { limit: `${textBytesMax} B` })
      else upload.fields[part.fieldname] = String(part.value)
    }
  } catch (error) {
    throw failureOf(error, fileBytesMax)
  }
  return upload
}

function failureOf(error: unknown, fileBytesMax: number): unknown {
  if (!(error instanceof Error) || 'failure' in error) return error
  if ('statusCode' in error && error.statusCode === 413)
    return tooLarge('request.too_large', { limit: `${fileBytesMax / 1024 / 1024} MiB` })
  // A form without a boundary, one that breaks off in the middle: the parser has no status for it.
  return Object.assign(error, { statusCode: 400 })
}
