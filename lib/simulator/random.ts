/** Deterministic chance: what happens depends on the seed and on what it is about, not on when it is asked. */
export function chance(seed: string, ...about: (string | number)[]): number {
  let hash = 2_166_136_261;
  const text = `${seed}|${about.join("|")}`;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 16_777_619);
  }
  // Final mixing of murmur3, so that near texts are far apart.
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 4_294_967_296;
}

/** A number around 0 with variance 1 (sum of four uniform ones). */
export function deviation(seed: string, ...about: (string | number)[]): number {
  let sum = 0;
  for (let index = 0; index < 4; index += 1) sum += chance(seed, ...about, `#${index}`);
  return (sum - 2) * Math.sqrt(3);
}

export function pick<T>(list: readonly [T, ...T[]], seed: string, ...about: (string | number)[]): T {
  return list[Math.floor(chance(seed, ...about) * list.length)] ?? list[0];
}
