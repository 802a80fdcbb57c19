// Before the first paint, so that a dark screen does not flash white. A file of its own: inline scripts are forbidden.
;(() => {
  let scheme = 'auto'
  let locale = 'zh'
  try {
    scheme = localStorage.getItem('baton.scheme') ?? 'auto'
    locale = localStorage.getItem('baton.locale') ?? 'zh'
  } catch {
    // a web view may refuse storage
  }
  const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
  document.documentElement.lang = locale === 'en' ? 'en' : 'zh-CN'
})()
