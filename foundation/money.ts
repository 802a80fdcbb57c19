type Decimal = { digits: bigint; places: number }

/** The number as people would write it: 0.1 is one tenth, not its nearest binary fraction. */
function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`)
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = BigInt(whole + fraction)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

function safeNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`Beyond whole numbers: ${value}`)
  return number
}

function wholeOf(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number: ${value}`)
  return BigInt(value)
}

/**
 * Shares of a whole amount in proportion to weights, by largest remainder (H6.2): whole numbers that sum to the amount
 * exactly. Equal remainders go to the earlier index; a weight of 0 gets 0; when all weights are 0 the shares are equal.
 * RangeError for a negative weight, or an amount and nobody to take it.
 */
export function allocate(totalFen: number, weights: readonly number[]): number[] {
  const total = wholeOf(totalFen)
  if (weights.length === 0) {
    if (total === 0n) return []
    throw new RangeError(`Nobody to allocate ${totalFen} to`)
  }
  if (weights.some((weight) => !(weight >= 0))) throw new RangeError('Weights are 0 or more')
  if (weights.length === 1 && weights[0] !== Number.POSITIVE_INFINITY) return [safeNumber(total)]
  const decimals = (weights.some((weight) => weight > 0) ? weights : weights.map(() => 1)).map(decimalOf)
  const places = Math.max(...decimals.map((decimal) => decimal.places))
  const scaled = decimals.map((decimal) => decimal.digits * 10n ** BigInt(places - decimal.places))
  const sum = scaled.reduce((left, right) => left + right, 0n)

  const amount = total < 0n ? -total : total
  const shares = scaled.map((weight, index) => ({
    index,
    whole: (amount * weight) / sum,
    remainder: (amount * weight) % sum,
  }))
  let left = amount - shares.reduce((left, share) => left + share.whole, 0n)
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )
  for (const share of byRemainder) {
    if (left === 0n) break
    share.whole += 1n
    left -= 1n
  }
  return shares.map((share) => safeNumber(total < 0n ? -share.whole : share.whole))
}

/**
 * Rounded to decimals, half away from zero (P1), as the decimal figure would be and not its binary neighbour:
 * 1.005 gives 1.01. Noise of earlier arithmetic up to one part in 10^13 under the half counts as the half.
 */
export function roundHalfAway(value: number, decimals: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`)
  const power = 10 ** decimals
  const scaled = Math.abs(value) * power
  if (scaled >= Number.MAX_SAFE_INTEGER) return value
  const whole = Math.floor(scaled)
  const noise = Math.min(scaled * 1e-13, 1e-6)
  const rounded = (scaled - whole >= 0.5 - noise ? whole + 1 : whole) / power
  return rounded === 0 ? 0 : value < 0 ? -rounded : rounded
}

/**
 * fen x numerator / denominator, rounded once, half away from zero, to whole fen. Numerator and denominator are taken
 * as the decimals they are written as: mulDiv(300000, 1.5, 1) is 450000. RangeError for a denominator of 0.
 */
export function mulDiv(fen: number, numerator: number, denominator: number): number {
  // Whole numbers of everyday size are exact as they are; all the others go by way of their digits.
  const product = fen * numerator
  const plain = Number.isSafeInteger(fen) && Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator)
  if (plain && denominator > 0 && 2 * Math.abs(product) + denominator < Number.MAX_SAFE_INTEGER) {
    const doubled = 2 * Math.abs(product) + denominator
    const whole = (doubled - (doubled % (2 * denominator))) / (2 * denominator)
    return product < 0 && whole !== 0 ? -whole : whole
  }
  const above = decimalOf(numerator)
  const below = decimalOf(denominator)
  if (below.digits === 0n) throw new RangeError('Division by 0')
  const top = wholeOf(fen) * above.digits * 10n ** BigInt(below.places)
  const bottom = below.digits * 10n ** BigInt(above.places)
  const amount = top < 0n ? -top : top
  const divisor = bottom < 0n ? -bottom : bottom
  const rounded = (2n * amount + divisor) / (2n * divisor)
  return safeNumber(top < 0n !== bottom < 0n ? -rounded : rounded)
}
