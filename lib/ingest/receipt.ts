import { z } from "zod";

/** The answer to a body of events: totals, and every item that was not simply accepted. */
export const receiptSchema = z.object({
  accepted: z.number().int().describe("New, and durable"),
  duplicate: z.number().int().describe("Sent before, with the same content"),
  rejected: z.number().int().describe("Refused, and kept in quarantine"),
  items: z
    .array(
      z.object({
        index: z.number().int().describe("Place in the body, from 0"),
        id: z.string().nullable().describe("The event's id, where it could be read"),
        status: z.enum(["duplicate", "rejected"]),
        errors: z
          .array(
            z.object({
              path: z.string().describe("Where in the event; empty: the whole"),
              rule: z.string().describe("The rule that it broke"),
              found: z.unknown().optional().describe("What was there, shortened"),
              message: z.string().describe("In words"),
            }),
          )
          .optional(),
      }),
    )
    .describe("What was not simply accepted"),
  itemsTruncated: z.literal(true).optional().describe("There were more items than an answer lists"),
});
export type Answer = z.infer<typeof receiptSchema>;
export type Item = Answer["items"][number];

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

  /** Items that something was done with. */
  get taken(): number {
    return this.accepted + this.duplicate + this.rejected;
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
