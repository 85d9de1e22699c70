import type { ResultCell } from "../queries/result";

/** A time that releases tell apart: a term as a whole, or of marks one of its weeks, by its Monday. */
export type Time = string;
export const wholeTerm: Time = "term";

/** What a leaf adds to whatever it lies in; `byLetter` of a distribution, each letter by itself. */
export type LeafFigure = { whole: ResultCell; byLetter?: Readonly<Record<string, ResultCell>> };

/** All figures that were released together, by their names; those that could not be told are not among them. */
export type LeafFigures = Readonly<Record<string, LeafFigure>>;

/**
 * The last that was released of a leaf in a time. Leaves of one block were released together, and nobody is told of one of them:
 * `block` is the key of the first, `size` how many they were. `veiled`: as of when the leaf was last told in a block while it counted
 * few; null where it never was, or was told alone since.
 */
export type Head = { leaf: number; time: Time; position: bigint; block: number; size: number; veiled: bigint | null; figures: LeafFigures };

/** What was released of a question under one scope: of each leaf and time the last. It does not change: what is released makes a new one. */
export class Ledger {
  private readonly byTime: ReadonlyMap<Time, ReadonlyMap<number, Head>>;

  constructor(private readonly heads: readonly Head[] = []) {
    this.byTime = new Map(
      [...Map.groupBy(heads, ({ time }) => time)].map(([time, all]) => [time, new Map(all.map((head) => [head.leaf, head]))]),
    );
  }

  get size(): number {
    return this.heads.length;
  }

  get times(): Time[] {
    return [...this.byTime.keys()];
  }

  headsAt(time: Time): ReadonlyMap<number, Head> {
    return this.byTime.get(time) ?? nothing;
  }

  /** The same with what is released now. */
  with(fresh: readonly Head[]): Ledger {
    if (fresh.length === 0) return this;
    const renewed = new Set(fresh.map(nameOf));
    return new Ledger([...this.heads.filter((head) => !renewed.has(nameOf(head))), ...fresh]);
  }

  /**
   * Without leaves of blocks of which another is out of the scope by now, or went on with others: alone they were never told.
   */
  within(leaves: ReadonlySet<number>): Ledger {
    const blocks = [...this.byTime.values()].flatMap((heads) => blocksOf(heads));
    const isWhole = (block: readonly Head[]) => block.length === block[0]?.size && block.every(({ leaf }) => leaves.has(leaf));
    return blocks.every(isWhole) ? this : new Ledger(blocks.filter(isWhole).flat());
  }
}

const nothing: ReadonlyMap<number, Head> = new Map();
const nameOf = ({ leaf, time }: Head) => `${time} ${leaf}`;

/** Leaves that were released together. */
export const blocksOf = (heads: ReadonlyMap<number, Head>): Head[][] => [
  ...Map.groupBy(heads.values(), ({ block, position }) => `${block} ${position}`).values(),
];
