import { createHash, randomUUID } from "node:crypto";
import type { DeliveryOrder } from "../../ports";
import { messageIdOf } from "../message-id";

/** Bytes as a PDF has them: any. */
export const pdfBytes = Buffer.concat([
  Buffer.from("%PDF-1.7\n"),
  Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7) % 256)),
]);
export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

export const sender = { name: "Bellwether", address: "reports@example.edu" };

export function orderOf(change: Partial<DeliveryOrder> = {}): DeliveryOrder {
  const id = change.id ?? randomUUID();
  return {
    id,
    run: randomUUID(),
    messageId: messageIdOf(id, sender),
    to: { address: "minji.kim@example.edu", name: "김민지" },
    locale: "en",
    email: "attached",
    store: false,
    rendered: {
      pages: 3,
      position: "184467",
      processedThrough: "2026-03-09T00:15:02Z",
      policyVersion: 3,
      title: "Attendance and grades, Engineering, 2026-1",
      headline: {
        term: "2026-1",
        figures: [
          { kpi: "attendance-rate", place: "Engineering", value: 0.9123, unit: "ratio", n: 1840, suppressed: false },
          { kpi: "mean-grade-points", place: null, value: 3.456, unit: "points", n: 1, suppressed: false },
          { kpi: "dropout-rate", place: "Astronomy", value: null, unit: "ratio", n: null, suppressed: true },
        ],
      },
      sha256: sha256(pdfBytes),
    },
    pdf: async () => pdfBytes,
    ...change,
  };
}
