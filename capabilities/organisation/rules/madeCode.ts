import { isCode } from '#foundation/ids'

/**
 * A code made of what a file says instead of one: plain letters stay readable ("Tamil Nadu" is R-Tamil-Nadu), anything
 * else becomes a short fingerprint, so that the same text gets the same code in the next file.
 */
export function madeCode(text: string, prefix = ''): string {
  const narrow = text.normalize('NFKC').trim()
  const plain = narrow.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '')
  const readable = /^[\x20-\x7e]+$/.test(narrow) && plain !== ''
  const code = `${prefix}${readable ? plain : fingerprint(narrow)}`
  return isCode(code) ? code : `${prefix}${fingerprint(narrow)}`
}

/** 53 bits of a text, as letters and digits. */
function fingerprint(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    high = Math.imul(high ^ point, 2654435761)
    low = Math.imul(low ^ point, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).toUpperCase().padStart(11, '0')
}
