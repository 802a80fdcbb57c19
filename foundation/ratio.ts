/** Numerator over denominator; null (no data) when either is missing or the denominator is 0 (H5.5). Never NaN, infinite or -0. */
export function ratioOf(numerator: number | null | undefined, denominator: number | null | undefined): number | null {
  if (numerator == null || denominator == null || denominator === 0) return null
  const ratio = numerator / denominator
  if (!Number.isFinite(ratio)) return null
  return ratio === 0 ? 0 : ratio
}
