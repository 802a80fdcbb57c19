const paths = {
  today: 'M4 6.5h16M4 12h9M4 17.5h6M15.5 17l2 2 3.5-4',
  boards: 'M4 4h7v7H4zM13 4h7v4.5h-7zM13 10.5h7V20h-7zM4 13h7v7H4z',
  scores: 'M5 20v-6M10 20V9M15 20v-9M20 20V4',
  pay: 'M6 4l6 8 6-8M12 12v8M7.5 13h9M7.5 16.5h9',
  data: 'M4 6c0-1.4 3.6-2.5 8-2.5s8 1.1 8 2.5-3.6 2.5-8 2.500S4 7.4 4 6zM4 6v12c0 1.4 3.6 2.5 8 2.500s8-1.1 8-2.500V6M4 12c0 1.4 3.6 2.5 8 2.500s8-1.1 8-2.5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  store: 'M4 9.5 5.5 4h13L20 9.500M4 9.500h16M5.5 9.500V20h13V9.500M10 20v-5.500h4V20',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
  people:
    'M9 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.500c.7-3.5 3.2-5.2 6.5-5.200s5.8 1.7 6.5 5.200M16 5a3.3 3.3 0 0 1 0 6.300M18 14.600c2 .7 3.2 2.4 3.6 4.9',
  target: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h.01',
  trend: 'M3.5 17.5 9 11l4 3.5 7.5-9M15 5.500h5.500V11',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9',
  tree: 'M9 3.500h6v4H9zM3.5 16.500h6v4h-6zM14.5 16.500h6v4h-6zM12 7.500v5M6.5 16.500v-4h11v4',
  key: 'M8 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12.5 12H21M18 12v3.500M21 12v2.5',
  file: 'M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.5',
  calendar: 'M4 6h16v14H4zM4 10.500h16M8 3.500V6M16 3.500V6',
  history: 'M4 12a8 8 0 1 0 2.5-5.800L4 8.500M4 4v4.500h4.500M12 7.500V12l3 2',
  formula: 'M17 5h-3.500c-2 0-2.5 1.2-2.9 3.300L8.5 19c-.3 1.2-1 1.5-2.5 1.500M7 10.500h8',
  upload: 'M12 16V4.500M7.5 9 12 4.5 16.5 9M4 15.500V20h16v-4.5',
  download: 'M12 4v11.500M7.5 11 12 15.5 16.5 11M4 15.500V20h16v-4.5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20.5 20.5',
  filter: 'M4 5.500h16l-6 7V19l-4-2v-4.500z',
  check: 'M4.5 12.5 10 18 19.5 6.5',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  more: 'M4.5 7h15M4.5 12h15M4.5 17h15',
  dots: 'M5.500 12h.01M12 12h.01M18.500 12h.01',
  left: 'M14.5 5.5 8 12l6.5 6.5',
  right: 'M9.5 5.5 16 12l-6.5 6.5',
  up: 'M5.5 14.5 12 8l6.5 6.5',
  down: 'M5.5 9.5 12 16l6.5-6.5',
  sort: 'M8 9.5 12 5.500l4 4M8 14.500l4 4 4-4',
  language:
    'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4',
  moon: 'M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z',
  signOut: 'M14 4.500H5v15h9M10 12h10.500M17 8.500l3.5 3.5-3.5 3.5',
  offline:
    'M3 3l18 18M8.5 14.500a5 5 0 0 1 6 -.5M5 11a10 10 0 0 1 4.5-2.600M13.5 8.200A10 10 0 0 1 19 11M12 18.500h.01',
  fault: 'M12 3.5 21.5 20h-19zM12 10v4.500M12 17.300h.01',
  question:
    'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1 .8-1 1.700M12 16.800h.01',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4',
  retry: 'M20 12a8 8 0 1 1-2.5-5.800L20 8.500M20 4v4.500h-4.5',
  lock: 'M6 10.500h12V20H6zM8.5 10.500V8a3.5 3.5 0 0 1 7 0v2.5',
  out: 'M13 4.500h6.500V11M19.5 4.5 10 14M16 14v5.500H4.500V8H10',
} as const

export type IconName = keyof typeof paths

/** One stroke weight, drawn in the text's colour; decoration only, the words stand beside it or on its button. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size >= 28 ? 1.4 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={paths[name]} />
    </svg>
  )
}
