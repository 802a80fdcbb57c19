/** What a text takes of a line, in the width of a Chinese character. */
export function room(text: string): number {
  let taken = 0
  for (const character of text) taken += character.charCodeAt(0) > 0x2e7f ? 1 : 0.58
  return taken
}

/** Texts in the turns in which they fit a line, in their order; what is too long for any line has one of its own. */
export function turns<Item>(items: Item[], textOf: (item: Item) => string, width: number, between: number): Item[][] {
  const lines: Item[][] = []
  let left = 0
  for (const item of items) {
    const wanted = room(textOf(item)) + between
    const line = lines.at(-1)
    if (line && wanted <= left) {
      line.push(item)
      left -= wanted
    } else {
      lines.push([item])
      left = width - wanted
    }
  }
  return lines
}
