// Keeps the built shell, so that the product opens without a network. Answers of the API never pass through here.
const files = self.__FILES__
const cacheName = 'baton-shell-__VERSION__'
const patienceMilliseconds = 2000

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))))
      // The page is on its way while this worker still wakes up, which takes a phone a third of a second.
      .then(() => self.registration.navigationPreload?.enable())
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return
  if (request.mode === 'navigate') event.respondWith(page(request, event.preloadResponse))
  else if (pathname.startsWith('/assets/') || files.includes(pathname)) event.respondWith(asset(request, pathname))
})

/** The page of the server, which names the newest files; the kept one where the server does not answer in time. */
async function page(request, begun) {
  const fresh = Promise.resolve(begun).then((answer) => answer ?? fetch(request))
  const kept = await caches.match('/index.html', { cacheName })
  if (!kept) return fresh
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), patienceMilliseconds))
  return Promise.race([fresh.catch(() => kept), late])
}

/** Names of assets carry the hash of their content: what is kept is right. */
async function asset(request, pathname) {
  const kept = await caches.match(request, { cacheName, ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && pathname.startsWith('/assets/')) {
    const copy = answer.clone()
    const cache = await caches.open(cacheName)
    await cache.put(request, copy)
  }
  return answer
}
