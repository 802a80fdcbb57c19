import type { Plugin, Rollup } from 'vite'

/** Screens that are opened on phones. Each is one file beside what all screens need and what these share. */
const phone = {
  myDay: /\/dailyCards\/screens\/(myDay|mine)\.tsx$/,
  myScore: /\/scorecards\/screens\/myScore\.tsx$/,
  board: /\/boards\/screens\/board\.tsx$/,
}
/** Most of them runs as soon as it is there: Chrome compiles it beside the page while it arrives, not piece by piece in its way. */
const compiledAtOnce = '//# allFunctionsCalledOnLoad'
const barrel = /\/node_modules\/@mantine\/(core|hooks)\/esm\/index\.mjs$/

/**
 * Puts modules into few files for the screens of phones: a request costs 150 ms on a slow line, of which a browser has six
 * at a time, and forty small files that need each other take a second that nobody uses. What desks alone use is split as
 * the bundler likes.
 */
export function phoneChunks(): { plugin: Plugin; nameOf: (module: string) => string | null } {
  let graph: Pick<Rollup.PluginContext, 'getModuleIds' | 'getModuleInfo'> | null = null
  let found: { base: Set<string>; screens: [string, Set<string>][] } | null = null
  const closures = () => {
    if (!graph) throw new Error('modules are named before there are any')
    const ids = [...graph.getModuleIds()]
    const reached = needsOf(graph, ids)
    return {
      base: reached(/\/web\/main\.tsx$/),
      screens: Object.entries(phone).map(([name, files]): [string, Set<string>] => [name, reached(files)]),
    }
  }
  return {
    plugin: {
      name: 'baton-phone-chunks',
      apply: 'build',
      renderStart() {
        graph = this
        found = null
      },
      generateBundle: {
        order: 'post',
        handler(_options, bundle) {
          for (const chunk of Object.values(bundle))
            if (chunk.type === 'chunk' && ['base', 'phone', ...Object.keys(phone)].includes(chunk.name))
              chunk.code = `${compiledAtOnce}\n${chunk.code}`
        },
      },
    },
    nameOf: (module) => {
      found ??= closures()
      if (barrel.test(module)) return null
      if (found.base.has(module) || /rolldown\/runtime\.js$|vite\/preload-helper/.test(module)) return 'base'
      const [first, ...others] = found.screens.filter(([, modules]) => modules.has(module))
      return first ? (others.length > 0 ? 'phone' : first[0]) : null
    },
  }
}

/** Every module that some files need; of Mantine, whose one door names all of it, only what is asked for by name. */
function needsOf(graph: Pick<Rollup.PluginContext, 'getModuleInfo'>, ids: string[]) {
  const mantine = new Map(
    ids.filter((id) => /\/@mantine\/(core|hooks)\/esm\//.test(id)).map((id) => [id.split('/').at(-1) ?? '', id]),
  )
  const named = (code: string) =>
    [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']@mantine\/(?:core|hooks)["']/g)]
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim().split(/\s+as\s+/)[0] ?? ''))
      .flatMap((name) => {
        const hook = `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.mjs`
        return mantine.get(`${name}.mjs`) ?? mantine.get(hook) ?? []
      })
  return (files: RegExp) => {
    const reached = new Set<string>()
    const visit = (id: string) => {
      if (reached.has(id) || barrel.test(id)) return
      reached.add(id)
      const { importedIds = [], code } = graph.getModuleInfo(id) ?? {}
      importedIds.forEach(visit)
      if (importedIds.some((each) => barrel.test(each))) named(code ?? '').forEach(visit)
    }
    ids.filter((id) => files.test(id)).forEach(visit)
    return reached
  }
}
