/** The little of XML that workbooks need: elements by name whatever their prefix, attributes, text. */

const escapes: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text as it is meant: entities and what Excel writes as _x000D_. */
export function plainXml(text: string): string {
  if (!text.includes('&') && !text.includes('_x') && !text.includes('<![')) return text
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, raw: string) => raw.replaceAll('&', '&amp;'))
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) =>
      name
        ? (escapes[String(name).toLowerCase()] ?? whole)
        : character(Number.parseInt(decimal ?? hex, decimal ? 10 : 16)),
    )
    .replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
}

const character = (code: number) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '')

/** Every attribute of an opening tag, without prefixes. */
export function attributes(tag: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single] of tag.matchAll(/\s(?:\w+:)?([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found.set(name, plainXml(double ?? single ?? ''))
  return found
}

/** The attributes of every element of this name, in their order. */
export function elements(xml: string, name: string): Map<string, string>[] {
  const opening = new RegExp(`<(?:\\w+:)?${name}((?:\\s[^>]*)?)/?>`, 'g')
  return [...xml.matchAll(opening)].map(([, tag = '']) => attributes(tag))
}

/** An element that came whole: its opening tag's inside, and what it holds. */
export type Block = { tag: string; inside: string }

/** Every element of this name from a text that comes in pieces; null stands for one that is longer than it may be. */
export async function* blocks(
  pieces: AsyncIterable<string>,
  name: string,
  charactersMax: number,
): AsyncGenerator<Block | null> {
  const opening = new RegExp(`<(\\w+:)?${name}(?=[\\s/>])`, 'g')
  let text = ''
  for await (const piece of pieces) {
    text += piece
    let at = 0
    for (;;) {
      opening.lastIndex = at
      const found = opening.exec(text)
      if (!found) {
        // What may be the beginning of a tag is kept.
        at = Math.max(at, text.length - name.length - 64)
        break
      }
      at = found.index
      const tagEnds = text.indexOf('>', at)
      if (tagEnds < 0) break
      const tag = text.slice(at + found[0].length, tagEnds)
      if (tag.endsWith('/')) {
        yield { tag: tag.slice(0, -1), inside: '' }
        at = tagEnds + 1
        continue
      }
      const closing = `</${found[1] ?? ''}${name}>`
      const ends = text.indexOf(closing, tagEnds)
      if (ends < 0) break
      yield { tag, inside: text.slice(tagEnds + 1, ends) }
      at = ends + closing.length
    }
    text = text.slice(at)
    if (text.length > charactersMax) {
      yield null
      return
    }
  }
}

const runs = /<(?:\w+:)?t(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?t>)/g

/** The text of a string with or without runs of different looks; how it is read aloud (phonetics) is left out. */
export function stringText(inside: string): string {
  const spoken = inside.includes('rPh') ? inside.replace(/<(\w+:)?rPh[\s>][\s\S]*?<\/(\w+:)?rPh>/g, '') : inside
  let text = ''
  for (const [, part = ''] of spoken.matchAll(runs)) text += part
  return plainXml(text)
}
