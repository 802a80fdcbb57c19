/** The first version holds for as long as there are facts: history is computed with it. */
export const first = { version: 1, from: '2000-01-01', window: 'period', tolerance: null } as const
