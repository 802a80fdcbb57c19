import type { Screen } from '#design/screen'

export const screens: Screen[] = []
