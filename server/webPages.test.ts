import { expect, it } from 'vitest'
import { type WebPage, webPage } from './webPages.ts'

const page = '<head><script src="/first.js"></script><link rel="stylesheet" href="/base.css"></head>'
const pages: WebPage[] = [
  { path: '/kpis/pyramid/$node', scripts: ['/pyramid.js'], styles: [], asks: [] },
  { path: '/kpis/$kpi/$node', scripts: ['/kpi.js'], styles: [], asks: [] },
  { path: '/boards/$node', scripts: ['/board.js'], styles: ['/board.css'], asks: ['/boards/$node', '/kpis'] },
]
const of = (pathname: string) => webPage(page, pages, pathname)

it('names the files of a screen behind those of the shell, and what it asks first behind the session', () => {
  expect(of('/boards/HZ01')).toBe(
    '<head><script src="/first.js" data-asks="/api/v1/session /api/v1/boards/HZ01 /api/v1/kpis"></script>' +
      '<link rel="stylesheet" href="/base.css"><link rel="stylesheet" crossorigin href="/board.css">' +
      '<link rel="modulepreload" crossorigin href="/board.js"></head>',
  )
})

it('asks nothing for a screen that does not say what', () => {
  expect(of('/kpis/pyramid/S1')).toContain('/pyramid.js')
  expect(of('/kpis/ftr/S1')).toContain('/kpi.js')
  expect(of('/kpis/ftr/S1')).toContain('<script src="/first.js"></script>')
})

it('leaves the page as it is for an address that no screen has', () => {
  for (const pathname of ['/', '/boards', '/boards/', '/boards/S1/more', '/boards/%E0%A4%A', '/nothing'])
    expect(of(pathname)).toBe(page)
})

it('writes what stands in an address as the screen would ask for it, and nothing that ends an attribute', () => {
  expect(of('/boards/%E5%BA%97')).toContain('/api/v1/boards/%E5%BA%97 ')
  for (const hostile of ['"><script>alert(1)</script>', 'a b', "'`<&>", '$&$`$1', '../session', 'a%2Fb']) {
    const [, asks = ''] = /data-asks="([^"]*)"/.exec(of(`/boards/${encodeURIComponent(hostile)}`)) ?? []
    expect(asks.split(' ')).toEqual([
      '/api/v1/session',
      `/api/v1/boards/${encodeURIComponent(hostile)}`,
      '/api/v1/kpis',
    ])
    expect(of(`/boards/${encodeURIComponent(hostile)}`).match(/<script/g)).toHaveLength(1)
  }
})
