import pino from 'pino'

export type Log = pino.Logger

/** One line of JSON for each event; what identifies a person or opens a door is never among it. */
export function openLog(level: string, to: pino.DestinationStream = pino.destination(1)): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: {
      paths: [
        '*.headers.authorization',
        '*.headers.cookie',
        '*.headers["x-forwarded-for"]',
        '*.password',
        '*.key',
        '*.customer',
        '*.vehicle',
      ],
      remove: true,
    },
  }
  return pino(options, to)
}
