import './mantine.css'
import './mantineVariables.css'
import './tokens.css'
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  MantineContext,
  MantineThemeProvider,
  useProviderColorScheme,
  type VariantColorsResolver,
} from '@mantine/core'
import { type ReactNode, useMemo } from 'react'

const ink: MantineColorsTuple = [
  '#eef2f9',
  '#dbe3f1',
  '#b9c9e5',
  '#8fb1ec',
  '#6a90d2',
  '#446bae',
  '#2d5391',
  '#1f3f73',
  '#18335f',
  '#142b52',
]
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f6f4f0',
  '#efece6',
  '#e3ded6',
  '#cbc5bb',
  '#ada69b',
  '#918a80',
  '#6a645c',
  '#3f3b36',
  '#1f1d1a',
]
const dark: MantineColorsTuple = [
  '#edeae4',
  '#d5d0c7',
  '#b9b3a9',
  '#8b857b',
  '#4b4741',
  '#34312d',
  '#1f1e1b',
  '#161513',
  '#12110f',
  '#0c0b0a',
]

/** What one can do is ink, whose shade and whose contrast differ by scheme: tokens, not Mantine's palette. */
const variants: VariantColorsResolver = (input) => {
  const given = defaultVariantColorsResolver(input)
  if (input.color && input.color !== 'ink') return given
  switch (input.variant) {
    case 'filled':
      return { ...given, background: 'var(--ink)', hover: 'var(--ink-strong)', color: 'var(--on-ink)' }
    case 'light':
      return { ...given, background: 'var(--ink-soft)', hover: 'var(--hover)', color: 'var(--ink)' }
    case 'subtle':
      return { ...given, hover: 'var(--hover)', color: 'var(--ink)' }
    default:
      return given
  }
}

export const theme = createTheme({
  colors: { ink, gray, dark },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  variantColorResolver: variants,
  black: '#1f1d1a',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-code)',
  fontSizes: {
    xs: 'var(--text-xs)',
    sm: 'var(--text-sm)',
    md: 'var(--text-md)',
    lg: 'var(--text-lg)',
    xl: 'var(--text-xl)',
  },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.55', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'var(--text-2xl)', lineHeight: '1.25' },
      h2: { fontSize: 'var(--text-xl)', lineHeight: '1.3' },
      h3: { fontSize: 'var(--text-lg)', lineHeight: '1.4' },
      h4: { fontSize: 'var(--text-md)', lineHeight: '1.45' },
    },
  },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  spacing: { xs: '6px', sm: '10px', md: '16px', lg: '24px', xl: '40px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm', fw: 500 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Checkbox: { defaultProps: { iconColor: 'var(--on-ink)' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // The head of a dialog is not the head of the page.
    Drawer: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.28 },
        shadow: 'none',
        attributes: { header: { role: 'presentation' } },
      },
    },
    Modal: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.28 },
        shadow: 'none',
        radius: 'lg',
        attributes: { header: { role: 'presentation' } },
      },
    },
    Tabs: { defaultProps: { keepMounted: false } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false } },
  },
})

/** Mantine's own colours follow the tokens, so that a Mantine part and a part of the kit never differ. */
export const variables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-faint)',
    '--mantine-color-anchor': 'var(--ink)',
    '--mantine-color-placeholder': 'var(--text-faint)',
    '--mantine-color-error': 'var(--fault)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-primary-color-filled': 'var(--ink)',
    '--mantine-primary-color-filled-hover': 'var(--ink-strong)',
    '--mantine-primary-color-contrast': 'var(--on-ink)',
    '--mantine-primary-color-light': 'var(--ink-soft)',
    '--mantine-primary-color-light-hover': 'var(--ink-soft)',
    '--mantine-primary-color-light-color': 'var(--ink)',
  },
  light: {},
  dark: {},
})

const manager = localStorageColorSchemeManager({ key: 'baton.scheme' })
const getRootElement = () => document.documentElement

/**
 * Colours, type and Mantine for everything inside. web/public/first.js has set the scheme before the first paint.
 *
 * Of Mantine's provider only the parts: as a whole it computes some three hundred colour variables whenever a page opens,
 * a tenth of a second on a slow phone. Ours are always the same and stand in mantineVariables.css.
 */
export function LookProvider({ children }: { children: ReactNode }) {
  const scheme = useProviderColorScheme({
    defaultColorScheme: 'auto',
    forceColorScheme: undefined,
    manager,
    getRootElement,
  })
  const { colorScheme, setColorScheme, clearColorScheme } = scheme
  const value = useMemo(
    () => ({
      colorScheme,
      setColorScheme,
      clearColorScheme,
      getRootElement,
      classNamesPrefix: 'mantine',
      cssVariablesResolver: variables,
      cssVariablesSelector: ':root',
      withStaticClasses: true,
    }),
    [colorScheme, setColorScheme, clearColorScheme],
  )
  return (
    <MantineContext value={value}>
      <MantineThemeProvider theme={theme}>{children}</MantineThemeProvider>
    </MantineContext>
  )
}
