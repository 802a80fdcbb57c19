import { createInflateRaw } from 'node:zlib'
import { invalid } from '#foundation/failure'

/** An entry of a zip as its directory has it. */
export type ZipEntry = { name: string; method: number; offset: number; packed: number; unpacked: number }

export type ZipLimits = { entries: number; unpacked: number; ratio: number; ratioFrom: number }

/** What a workbook may grow to; a bomb is told by its directory, and stopped at the same size when the directory lies. */
export const workbookLimits: ZipLimits = {
  entries: 5_000,
  unpacked: 1024 * 1024 * 1024,
  ratio: 300,
  ratioFrom: 16 * 1024 * 1024,
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endBytes = 22
const commentMax = 65_535
const wide = 0xffffffff

const broken = () => invalid('file.workbook_broken')

/** Reads the directory of a zip, and refuses one that would unpack into more than it may. */
export function zipEntries(file: Buffer, limits: ZipLimits = workbookLimits): Map<string, ZipEntry> {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  if (count > limits.entries) throw invalid('file.workbook_too_large')
  const entries = new Map<string, ZipEntry>()
  let at = file.readUInt32LE(end + 16)
  let unpacked = 0
  for (let seen = 0; seen < count; seen += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entrySignature) throw broken()
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => file.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ]
    if ((file.readUInt16LE(at + 8) & 1) === 1) throw invalid('file.workbook_locked')
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const [size, packed, offset] = wideSizes(
      extra,
      [24, 20, 42].map((place) => file.readUInt32LE(at + place)),
    )
    const name = file
      .subarray(at + 46, at + 46 + nameLength)
      .toString()
      .replaceAll('\\', '/')
    entries.set(name, { name, method: file.readUInt16LE(at + 10), offset, packed, unpacked: size })
    unpacked += size
    at += 46 + nameLength + extraLength + commentLength
  }
  if (unpacked > limits.unpacked || (unpacked > limits.ratioFrom && unpacked > file.length * limits.ratio))
    throw invalid('file.workbook_too_large')
  return entries
}

function endOf(file: Buffer): number {
  for (let at = file.length - endBytes; at >= Math.max(0, file.length - endBytes - commentMax); at -= 1)
    if (file.readUInt32LE(at) === endSignature) return at
  throw broken()
}

/** Sizes that don't fit into four bytes stand in an extra field, in this order. */
function wideSizes(extra: Buffer, sizes: number[]): [number, number, number] {
  const found = [...sizes]
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let place = at + 4
    for (const [index, size] of sizes.entries()) {
      if (size !== wide || place + 8 > extra.length) continue
      found[index] = Number(extra.readBigUInt64LE(place))
      place += 8
    }
  }
  return found as [number, number, number]
}

/** The text of an entry, piece by piece; stops where it grows beyond what the directory said. */
export async function* entryText(file: Buffer, entry: ZipEntry): AsyncGenerator<string> {
  const { offset, packed, unpacked, method } = entry
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== localSignature) throw broken()
  const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  if (from + packed > file.length || (method !== 0 && method !== 8)) throw broken()
  const content = file.subarray(from, from + packed)
  const decoder = new TextDecoder()
  let grown = 0
  for await (const chunk of method === 0 ? [content] : inflated(content)) {
    grown += chunk.length
    if (grown > unpacked) throw broken()
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

async function* inflated(content: Buffer): AsyncGenerator<Buffer> {
  const inflating = createInflateRaw({ chunkSize: 256 * 1024 })
  inflating.end(content)
  try {
    for await (const chunk of inflating) yield chunk as Buffer
  } catch (error) {
    if (
      typeof (error as { code?: unknown }).code === 'string' &&
      String((error as { code: string }).code).startsWith('Z_')
    )
      throw broken()
    throw error
  }
}

/** A short entry as a whole. */
export async function wholeText(
  file: Buffer,
  entry: ZipEntry | undefined,
  charactersMax = 16_000_000,
): Promise<string> {
  if (!entry) return ''
  let text = ''
  for await (const piece of entryText(file, entry)) {
    text += piece
    if (text.length > charactersMax) throw invalid('file.workbook_too_large')
  }
  return text
}
