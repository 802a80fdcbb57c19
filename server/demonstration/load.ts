export async function loadDemonstration(
  _deps: unknown,
  _now: Date,
  _progress: (done: number, total: number) => void,
): Promise<void> {}
