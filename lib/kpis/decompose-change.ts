/**
 * Which parts of a whole a change of its ratio comes from, exactly. The whole's ratio is R = Σ s·r over its
 * parts, s being a part's share of the denominator and r its own ratio. Between two states
 *
 *     R₁ − R₀ = Σ [ s̄·(r₁ − r₀) + (r̄ − R̄)·(s₁ − s₀) ]
 *
 * with means of the two states over bars: the first term is what a part's own ratio did (rate), the second
 * what its growing or shrinking did (mix). It is an identity: Σ(s₁ − s₀) = 0, so that R̄ drops out of the sum
 * and only says from where a part's ratio is looked at. Source: T. L. Bennet, "The theory of measurement of
 * changes in cost of living", Journal of the Royal Statistical Society 83 (1920).
 *
 * A part that is there in one state alone has no change of its own: all of it is mix.
 */
export type Part = { key: string; numerator: number; denominator: number };
export type Contribution = { key: string; rate: number; mix: number; total: number };
export type Decomposition = { before: number; now: number; change: number; contributions: Contribution[] };

/** Null where one of the states has no denominator, and so no ratio. Contributions come largest first, by size. */
export function decomposeChange(before: readonly Part[], now: readonly Part[]): Decomposition | null {
  const [first, second] = [wholeOf(before), wholeOf(now)];
  if (first === null || second === null) return null;
  const middle = (first.ratio + second.ratio) / 2;
  const old = new Map(before.map((part) => [part.key, part]));
  const fresh = new Map(now.map((part) => [part.key, part]));
  const contributions = [...new Set([...old.keys(), ...fresh.keys()])].map((key): Contribution => {
    const [was, is] = [stateOf(old.get(key), first.denominator), stateOf(fresh.get(key), second.denominator)];
    const [ratioBefore, ratioNow] = [was.ratio ?? is.ratio ?? middle, is.ratio ?? was.ratio ?? middle];
    const rate = ((was.share + is.share) / 2) * (ratioNow - ratioBefore);
    const mix = ((ratioBefore + ratioNow) / 2 - middle) * (is.share - was.share);
    return { key, rate, mix, total: rate + mix };
  });
  contributions.sort((a, b) => Math.abs(b.total) - Math.abs(a.total) || (a.key < b.key ? -1 : 1));
  return { before: first.ratio, now: second.ratio, change: second.ratio - first.ratio, contributions };
}

function wholeOf(parts: readonly Part[]): { ratio: number; denominator: number } | null {
  const denominator = parts.reduce((sum, part) => sum + part.denominator, 0);
  if (denominator <= 0) return null;
  return { ratio: parts.reduce((sum, part) => sum + part.numerator, 0) / denominator, denominator };
}

const stateOf = (part: Part | undefined, whole: number): { share: number; ratio: number | null } =>
  part === undefined || part.denominator <= 0
    ? { share: 0, ratio: null }
    : { share: part.denominator / whole, ratio: part.numerator / part.denominator };
