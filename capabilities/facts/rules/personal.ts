const headings =
  /电话|手机|联系方式|车牌|车主|客户(姓名|名称)?$|姓名|身份证|地址|phone|mobile|\btel\b|plate|customer(.?name)?$|owner|address|e-?mail/i
const fields = new Set(['customer', 'vehicle'])

/** Whether a column holds what belongs to a customer (H4.5), by what it is matched to or what it is called. */
export function isPersonal(heading: string, mapping: Readonly<Record<string, string>>): boolean {
  if ([...fields].some((field) => mapping[field] === heading)) return true
  return headings.test(heading.normalize('NFKC'))
}

/** A text that still tells one from another, but not who it is: 13****678, 王**. */
export function masked(text: string): string {
  const characters = [...text]
  if (characters.length <= 1) return '*'
  if (characters.length <= 4) return `${characters[0]}${'*'.repeat(characters.length - 1)}`
  const kept = Math.min(3, Math.floor(characters.length / 4))
  return `${characters.slice(0, kept).join('')}****${characters.slice(-Math.min(4, kept + 1)).join('')}`
}
