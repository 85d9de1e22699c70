/** A sum of unknowns with whole coefficients. */
export type Sum = ReadonlyMap<string, number>;

const prime = 2_147_483_647n;
const mod = (value: bigint) => ((value % prime) + prime) % prime;

function inverse(value: bigint): bigint {
  let [base, exponent, result] = [mod(value), prime - 2n, 1n];
  while (exponent > 0n) {
    if (exponent & 1n) result = (result * base) % prime;
    base = (base * base) % prime;
    exponent >>= 1n;
  }
  return result;
}

/**
 * All sums that follow from known ones by adding and subtracting. Reckoned modulo a prime: whatever follows over the
 * rationals follows here too, but for a chance of one in a thousand million; so nothing solvable is overlooked.
 */
export class RowSpace {
  private readonly rows = new Map<string, Map<string, bigint>>();

  /** Notes a known sum. */
  add(sum: Sum): void {
    const rest = this.reduce(sum);
    const [pivot] = rest.keys();
    if (pivot === undefined) return;
    const factor = inverse(rest.get(pivot) ?? 1n);
    this.rows.set(pivot, new Map([...rest].map(([name, value]) => [name, (value * factor) % prime])));
  }

  /** Whether a sum follows from what is known. */
  has(sum: Sum): boolean {
    return this.reduce(sum).size === 0;
  }

  get rank(): number {
    return this.rows.size;
  }

  private reduce(sum: Sum): Map<string, bigint> {
    const rest = new Map(
      [...sum].map(([name, value]) => [name, mod(BigInt(value))] as [string, bigint]).filter(([, value]) => value !== 0n),
    );
    for (;;) {
      const pivot = [...rest.keys()].find((name) => this.rows.has(name));
      if (pivot === undefined) return rest;
      const factor = rest.get(pivot) ?? 0n;
      for (const [name, value] of this.rows.get(pivot) ?? []) {
        const next = mod((rest.get(name) ?? 0n) - factor * value);
        if (next === 0n) rest.delete(name);
        else rest.set(name, next);
      }
    }
  }
}
