import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { BatonFailure, invalid, notFound } from '#foundation/failure'
import { asFailure, failureBody, failureStatus, localeOf, retrySeconds, unforeseen } from '#platform/http'

/** Nothing lies at the address. */
export function unknownAddress(request: FastifyRequest, reply: FastifyReply) {
  return answerFailure(notFound('request.route_unknown', { path: request.url.split('?')[0] }), request, reply)
}

/** Fastify's own refusal of a body, in our words. */
function tooLarge(error: unknown): BatonFailure | null {
  const { code } = error as { code?: string }
  if (code !== 'FST_ERR_CTP_BODY_TOO_LARGE' && code !== 'FST_REQ_FILE_TOO_LARGE') return null
  return new BatonFailure('tooLarge', 'request.too_large', { limit: '32 MiB' })
}

/** One shape for every failure (P1); what nobody foresaw is logged, and answered without its details. */
export function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const locale = localeOf(request.headers['accept-language'])
  const failure = tooLarge(error) ?? asFailure(error)
  if (failure?.failure === 'notReady') void reply.header('retry-after', retrySeconds)
  if (failure) return reply.status(failureStatus(failure)).send(failureBody(failure, locale))
  const status = (error as { statusCode?: number }).statusCode
  if (status === 415)
    return reply
      .status(415)
      .send(failureBody(invalid('request.media_type', { type: request.headers['content-type'] ?? '' }), locale))
  if (status === 429) return reply.status(429).send(failureBody(invalid('request.too_many', { seconds: 60 }), locale))
  if (status && status >= 400 && status < 500)
    return reply
      .status(status)
      .send(failureBody(invalid('request.unreadable', { problem: (error as Error).message }), locale))
  request.log.error(
    { error: String((error as Error)?.stack ?? error), url: request.url.split('?')[0] },
    'a request failed',
  )
  return reply.status(500).send(failureBody(unforeseen, locale))
}

/** What is no HTTP at all, or has a head beyond every measure, never becomes a request: answered on the bare connection. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, line] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request']
  const body = JSON.stringify(failureBody(invalid('request.unreadable', { problem: line }), 'zh'))
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  socket.end(`HTTP/1.1 ${status} ${line}\r\n${head}\r\n\r\n${body}`)
}
