import type { Formula, Operator } from './formula.ts'

const signs: Record<Operator, string> = { '+': '+', '-': '−', '*': '×', '/': '÷' }
const ranks: Record<Operator, number> = { '+': 1, '-': 1, '*': 2, '/': 2 }
const operandRank = 3

/** A formula for people, with `shown` for each measure and each length of the period: (450 − 27) ÷ 450 × 100. */
export function formulaText(tree: Formula, shown: (leaf: Formula & { kind: 'measure' | 'span' }) => string): string {
  const write = (node: Formula): { text: string; rank: number } => {
    switch (node.kind) {
      case 'number':
        return { text: String(node.value), rank: operandRank }
      case 'measure':
      case 'span': {
        const text = shown(node)
        // A negative figure is one thing only inside parentheses.
        return { text: text.startsWith('-') ? `(${text})` : text, rank: operandRank }
      }
      case 'negative':
        return { text: `−${inside(write(node.of), operandRank)}`, rank: 1 }
      case 'function':
        return { text: `${node.name}(${node.arguments.map((each) => write(each).text).join(', ')})`, rank: operandRank }
      case 'binary': {
        const rank = ranks[node.operator]
        const tight = node.operator === '-' || node.operator === '/' ? rank + 1 : rank
        const text = `${inside(write(node.left), rank)} ${signs[node.operator]} ${inside(write(node.right), tight)}`
        return { text, rank }
      }
    }
  }
  return write(tree).text
}

function inside(part: { text: string; rank: number }, rank: number): string {
  return part.rank < rank ? `(${part.text})` : part.text
}
