/** Opening hours in which customers' calls are answered, from a day on, and how soon an answer is in time (H5.5). */
export const answeringHours = [
  { from: '2000-01-01', opensMinute: 8 * 60, closesMinute: 18 * 60, withinSeconds: 600 },
] as const
