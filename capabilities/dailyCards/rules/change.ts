/** What a device says happened to a task: done, not done and why, or not yet; and which of its steps are ticked. */
export type TaskState = { done: boolean | null; why: string; stepsDone: readonly number[] }

export type Standing = TaskState & {
  version: number
  /** The device that made the last change; null when nobody has touched the task. */
  device: string | null
}

export type TaskChange = { basedOn: number; device: string; wanted: TaskState }

export type Taken = { outcome: 'applied' | 'unchanged' | 'conflict'; standing: Standing }

const alike = (a: TaskState, b: TaskState) =>
  a.done === b.done && a.why === b.why && [...a.stepsDone].sort().join() === [...b.stepsDone].sort().join()

/**
 * Takes a change that may come late. Based on what stands, or following the same device's own change, it is applied;
 * saying what stands already, it changes nothing; otherwise somebody else was there meanwhile, and it is a conflict in
 * which what stands stays.
 */
export function taken(standing: Standing, { basedOn, device, wanted }: TaskChange): Taken {
  if (alike(standing, wanted)) return { outcome: 'unchanged', standing }
  if (basedOn !== standing.version && standing.device !== device) return { outcome: 'conflict', standing }
  return { outcome: 'applied', standing: { ...wanted, version: standing.version + 1, device } }
}
