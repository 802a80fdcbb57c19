import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'

const sizeMax = 10 * 1024 * 1024
const keptFiles = 3

/**
 * Rotation by copying and emptying: PostgreSQL holds the file open for appending, and goes on holding it when it
 * outlives the server that started it, so the file can't be exchanged under it.
 */
export function rotateLog(file: string): void {
  if (!existsSync(file) || statSync(file).size < sizeMax) return
  rmSync(`${file}.${keptFiles}`, { force: true })
  for (let number = keptFiles - 1; number >= 1; number--) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`)
  }
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}

export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** What was written since a size, at most the last 2,000 bytes. */
export function logSince(file: string, size: number): string {
  const end = logSize(file)
  const start = Math.max(size, end - 2_000)
  if (end <= start) return ''
  const handle = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(end - start)
    readSync(handle, buffer, 0, buffer.length, start)
    return buffer.toString('utf8').trim()
  } finally {
    closeSync(handle)
  }
}
