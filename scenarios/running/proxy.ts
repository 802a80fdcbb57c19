import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { delimiter, join } from 'node:path'
import { freePort } from './server.ts'

/** Stands before several servers and hands requests to one after the other. */
export type ReverseProxy = { kind: 'nginx' | 'node'; address: string; close(): Promise<void> }

/** nginx where the system has it, as operations.md sets it up; else a plain one of Node's, so that a test always runs. */
export async function startProxy(folder: string, servers: readonly string[]): Promise<ReverseProxy> {
  const program = findNginx()
  return program ? startNginx(program, folder, servers) : startPlain(servers)
}

/** Debian keeps it where an ordinary user's PATH does not look. */
function findNginx(): string | null {
  const folders = ['/usr/sbin', '/usr/local/sbin', ...(process.env.PATH ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, 'nginx')).find(existsSync) ?? null
}

async function startNginx(program: string, folder: string, servers: readonly string[]): Promise<ReverseProxy> {
  const port = await freePort()
  const home = join(folder, 'nginx')
  mkdirSync(home, { recursive: true })
  const upstream = servers
    .map((address) => `server ${new URL(address).host} max_fails=1 fail_timeout=5s;`)
    .join('\n    ')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  )
  writeFileSync(
    join(home, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} # else its workers are somebody who may not enter this folder
daemon off;
worker_processes 1;
pid ${home}/pid;
error_log ${home}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  upstream baton {
    ${upstream}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://baton;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      client_max_body_size 33m;
      proxy_read_timeout 120s;
    }
  }
}
`,
  )
  const child = spawn(program, ['-e', join(home, 'error.log'), '-p', home, '-c', join(home, 'nginx.conf')], {
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const onExit = () => child.kill('SIGTERM')
  process.once('exit', onExit)
  const address = `http://127.0.0.1:${port}`
  const close = async () => {
    child.kill('SIGTERM')
    await ended
    process.off('exit', onExit)
  }
  for (let tries = 0; tries < 100 && child.exitCode === null; tries += 1) {
    if (
      await fetch(`${address}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return { kind: 'nginx', address, close }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await close()
  throw new Error(`nginx did not start; see ${home}/error.log`)
}

async function startPlain(servers: readonly string[]): Promise<ReverseProxy> {
  let turn = 0
  const server = createServer((from, to) => {
    const { hostname, port } = new URL(servers[turn++ % servers.length] ?? '')
    const options = { hostname, port, path: from.url, method: from.method, headers: from.headers }
    const onward = request(options, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
      answer.on('error', () => to.destroy())
    })
    onward.on('error', () => (to.headersSent ? to.destroy() : to.writeHead(502).end()))
    to.on('close', () => onward.destroy())
    from.pipe(onward)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { kind: 'node', address: `http://127.0.0.1:${port}`, close }
}
