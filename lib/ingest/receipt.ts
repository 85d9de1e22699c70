import type { ItemError } from "@/lib/contracts/validate";

export type Item = { index: number; id: string | null; status: "duplicate" | "rejected"; errors?: ItemError[] };

/** The answer to a body of events: totals, and every item that was not simply accepted. */
export type Answer = {
  accepted: number;
  duplicate: number;
  rejected: number;
  items: Item[];
  /** Set where there were more items than an answer lists. */
  itemsTruncated?: true;
};

const mostItems = 10_000;

export class Receipt {
  private accepted = 0;
  private duplicate = 0;
  private rejected = 0;
  private readonly items: Item[] = [];
  private truncated = false;

  accept(): void {
    this.accepted += 1;
  }

  note(item: Item): void {
    this[item.status] += 1;
    if (this.items.length < mostItems) this.items.push(item);
    else this.truncated = true;
  }

  answer(): Answer {
    return {
      accepted: this.accepted,
      duplicate: this.duplicate,
      rejected: this.rejected,
      items: this.items.sort((a, b) => a.index - b.index),
      ...(this.truncated ? { itemsTruncated: true } : {}),
    };
  }
}
