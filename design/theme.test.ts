import {
  type ConvertCSSVariablesInput,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import { expect, it } from 'vitest'
import { theme, variables } from './theme.tsx'

type Variables = Record<string, string>

/** Palettes of Mantine that no screen uses. */
const unused = /^--mantine-color-(pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/

function block(selector: string, given: Variables, usual: Variables): string {
  const lines = Object.entries(given).filter(([name, value]) => usual[name] !== value && !unused.test(name))
  return `${selector} {\n${lines.map(([name, value]) => `  ${name}: ${written(value)};\n`).join('')}}\n`
}

/** As the formatter writes colours, so that it has nothing to mend. */
const written = (value: string) => String(value).replace(/#[0-9A-Fa-f]{3,8}/g, (colour) => colour.toLowerCase())

/** What differs from Mantine's own stylesheet, and the classes behind its `visibleFrom` and `hiddenFrom`. */
function stylesheet(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const usual = defaultCssVariablesResolver(DEFAULT_THEME)
  const [own, ours] = [defaultCssVariablesResolver(merged), variables(merged)]
  const all = (part: keyof ConvertCSSVariablesInput): Variables => ({ ...own[part], ...ours[part] })
  const edges = Object.entries(merged.breakpoints).map(([name, from]) => {
    const below = `${Number.parseFloat(from) - 0.01}em`
    return [
      `@media (max-width: ${below}) {\n  .mantine-visible-from-${name} {\n    display: none;\n  }\n}\n`,
      `@media (min-width: ${from}) {\n  .mantine-hidden-from-${name} {\n    display: none;\n  }\n}\n`,
    ].join('\n')
  })
  return [
    "/* What Mantine's provider would work out in the browser, from theme.tsx. `vitest -u design/theme.test.ts` writes it anew. */",
    block(':root', all('variables'), usual.variables),
    block(':root[data-mantine-color-scheme="dark"]', all('dark'), usual.dark),
    block(':root[data-mantine-color-scheme="light"]', all('light'), usual.light),
    edges.join('\n'),
  ].join('\n')
}

it('has its variables in the stylesheet', async () => {
  await expect(stylesheet()).toMatchFileSnapshot('./mantineVariables.css')
})
