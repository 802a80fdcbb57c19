/** What the build says of a screen's page (web/pages.config.ts). */
export type WebPage = { path: string; scripts: string[]; styles: string[]; asks: string[] }

const first = '<script src="/first.js"></script>'

/**
 * The page of an address, with the files of its screen named beside those of the shell and with what the screen asks first:
 * so that all of it is under way at once, and not one after the other as the code comes to need it.
 */
export function webPage(page: string, pages: readonly WebPage[], pathname: string): string {
  const found = pages.map((each) => ({ each, values: valuesOf(each.path, pathname) })).find(({ values }) => values)
  if (!found?.values) return page
  const { each, values } = found
  const asks = ['/session', ...each.asks].map((ask) => `/api/v1${filled(ask, values)}`)
  const links = [
    ...each.styles.map((file) => `<link rel="stylesheet" crossorigin href="${file}">`),
    ...each.scripts.map((file) => `<link rel="modulepreload" crossorigin href="${file}">`),
  ]
  const begun =
    each.asks.length > 0 ? page.replace(first, `<script src="/first.js" data-asks="${asks.join(' ')}"></script>`) : page
  return begun.replace('</head>', `${links.join('')}</head>`)
}

/** The `$values` of an address, or null where it is none of this path. */
function valuesOf(path: string, pathname: string): Map<string, string> | null {
  const pattern = path.split('/')
  const parts = pathname.split('/')
  if (pattern.length !== parts.length) return null
  const values = new Map<string, string>()
  for (const [index, part] of pattern.entries()) {
    const value = parts[index] ?? ''
    if (!part.startsWith('$')) {
      if (part !== value) return null
    } else {
      const read = decoded(value)
      if (!read) return null
      // As the screen writes it: nothing is left that could end an attribute or begin a tag.
      values.set(part, encodeURIComponent(read))
    }
  }
  return values
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

const filled = (ask: string, values: Map<string, string>) => ask.replace(/\$\w+/g, (name) => values.get(name) ?? '')
