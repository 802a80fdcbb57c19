// Runs before everything else. A file of its own: inline scripts are forbidden.
;(() => {
  let scheme = 'auto'
  let locale = 'zh'
  try {
    scheme = localStorage.getItem('baton.scheme') ?? 'auto'
    locale = localStorage.getItem('baton.locale') ?? 'zh'
  } catch {
    // a web view may refuse storage
  }
  const page = document.documentElement
  // Before the first paint, so that a dark screen does not flash white.
  const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  page.dataset.mantineColorScheme = dark ? 'dark' : 'light'
  page.lang = locale === 'en' ? 'en' : 'zh-CN'

  // What the page asks first (`asks` of its screen, written here by the server) is under way while the code still comes.
  // The screen's own call takes the answer (design/api.tsx).
  const asks = document.currentScript?.dataset.asks
  if (!asks) return
  globalThis.batonAsked = new Map(
    asks.split(' ').map((path) => {
      const headers = { accept: 'application/json', 'accept-language': page.lang }
      const answer = fetch(path, { credentials: 'same-origin', headers })
      answer.catch(() => undefined) // whoever takes it hears of it
      return [path, answer]
    }),
  )
  // What nobody took by then is old.
  setTimeout(() => globalThis.batonAsked.clear(), 10_000)
})()
