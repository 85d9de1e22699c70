/**
 * Who is furthest off their own normal, with enough behind it to say so. A member's deviation d = now − normal
 * is known only up to chance: its variance is
 *
 *     v = p(1 − p)·(1/e + 1/f),   p the ratio of both taken together,
 *
 * e and f being what the two are worth in independent marks. One student's marks hang together, so that k marks
 * of each of n students are worth nk / (1 + (k − 1)ρ) of them: the design effect of a cluster sample (Kish,
 * "Survey Sampling", 1965). ρ is the correlation of two marks of one student; docs/KPIS.md says how it was taken.
 *
 * Members share a true spread τ² about a common shift μ (by moments: DerSimonian and Laird, "Meta-analysis in
 * clinical trials", Controlled Clinical Trials 7, 1986), and each is drawn towards μ by what it lacks in data
 * (Efron and Morris, "Data analysis using Stein's estimator and its generalizations", JASA 70, 1975):
 *
 *     shrunk = μ + B·(d − μ),   B = τ² / (τ² + v),   standard error √(B·v + (1 − B)²·Var μ)
 *
 * Three students who missed a week are drawn all the way in; three hundred stay where they are. With τ² = 0
 * nobody differs from the others by more than chance: all are at μ, as surely as μ itself is known.
 */
export type Observed = { ratio: number; marks: number; students: number };
export type Member = { key: string; now: Observed; normal: Observed };
export type Deviation = {
  key: string;
  /** As observed. */
  observed: number;
  /** What the data behind it support. */
  shrunk: number;
  /** 95 % of where the true deviation lies. */
  low: number;
  high: number;
  /** How far it is off its normal for sure: the end of that interval nearest to none, 0 where none is within. What one ranks by. */
  sure: number;
};

const twoSided95 = 1.959964;
/** A ratio of 1 has no variance by itself: half an observation is added on each side (Agresti, "Categorical Data Analysis", 2013). */
const halfCount = 0.5;
const correlation = 0.2;

/** Members without marks on one side are left out. In the order given. */
export function shrinkDeviations(members: readonly Member[]): Deviation[] {
  const known = members.filter(({ now, normal }) => now.marks > 0 && normal.marks > 0).map(measure);
  const { shift, shiftVariance, spread } = commonOf(known);
  return known.map(({ key, observed, variance }) => {
    const kept = spread / (spread + variance);
    const shrunk = shift + kept * (observed - shift);
    const reach = twoSided95 * Math.sqrt(kept * variance + (1 - kept) ** 2 * shiftVariance);
    const [low, high] = [shrunk - reach, shrunk + reach];
    return { key, observed, shrunk, low, high, sure: shrunk < 0 ? Math.min(0, high) : Math.max(0, low) };
  });
}

type Measured = { key: string; observed: number; variance: number };

function measure({ key, now, normal }: Member): Measured {
  const [e, f] = [worthOf(now), worthOf(normal)];
  const pooled = (now.ratio * e + normal.ratio * f + halfCount) / (e + f + 2 * halfCount);
  return { key, observed: now.ratio - normal.ratio, variance: pooled * (1 - pooled) * (1 / e + 1 / f) };
}

/** How many independent marks these are worth. */
function worthOf({ marks, students }: Observed): number {
  const each = Math.max(1, marks / Math.max(1, students));
  return marks / (1 + (each - 1) * correlation);
}

/** The common shift and the variance of the true deviations about it. One member alone tells neither: it is drawn half-way to none. */
function commonOf(members: readonly Measured[]): { shift: number; shiftVariance: number; spread: number } {
  const [only, ...others] = members;
  if (only === undefined || others.length === 0) return { shift: 0, shiftVariance: 0, spread: only?.variance ?? 0 };
  const weights = members.map(({ variance }) => 1 / variance);
  const total = sum(weights);
  const fixed = sum(members.map(({ observed }, index) => (weights[index] ?? 0) * observed)) / total;
  const heterogeneity = sum(members.map(({ observed }, index) => (weights[index] ?? 0) * (observed - fixed) ** 2));
  const scale = total - sum(weights.map((weight) => weight ** 2)) / total;
  const spread = Math.max(0, (heterogeneity - (members.length - 1)) / scale);
  const weighed = members.map(({ variance }) => 1 / (variance + spread));
  const shift = sum(members.map(({ observed }, index) => (weighed[index] ?? 0) * observed)) / sum(weighed);
  return { shift, shiftVariance: 1 / sum(weighed), spread };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
