/** Longer names than this are cut in ids. */
const longest = 40;

/** The id of a role, made from its name: Latin letters and digits. `taken` says which others there are. */
export function roleIdOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, "");
  const base = plain === "" ? "role" : plain;
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
}
