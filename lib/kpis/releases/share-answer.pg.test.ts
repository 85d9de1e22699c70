import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { KpiAnswer } from "../answer";
import type { KpiRequest } from "../request";
import { shareAnswer } from "./share-answer";

const request: KpiRequest = { kpi: "attendance-rate" };
const answer: KpiAnswer = {
  kpi: "attendance-rate",
  value: 1,
  suppressed: false,
  unit: "ratio",
  policyVersion: 1,
  term: null,
  watermark: { position: "0", processedThrough: null, sources: [] },
};

describe("shareAnswer", () => {
  const test = useTestDatabase();

  /** Asks while the first answer is being made. */
  async function askedAgain(...more: readonly { scope?: "none"; request?: KpiRequest; before?: string }[]): Promise<number> {
    let made = 0;
    let finish = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const ask = async ({ scope, request: asked = request, before }: (typeof more)[number] = {}) => {
      if (before !== undefined) await test.database.owner.query(before);
      const about = {
        scope: { kind: scope ?? "institution" } as const,
        request: asked,
        reader: { locale: "en", today: "2026-04-20" } as const,
      };
      return shareAnswer(test.database, about, async () => {
        made += 1;
        if (made === 1 + more.length) finish();
        await ready;
        return answer;
      });
    };
    const asked = [ask()];
    // Others come when it has looked where feed and policy are, and not before.
    await expect.poll(() => made).toBe(1);
    for (const one of more) asked.push(ask(one));
    const all = Promise.all(asked);
    // Whoever joined waits for the first, which nobody else finishes.
    await test.database.owner.query("SELECT pg_sleep(0.2)");
    finish();
    await all;
    return made;
  }

  it("makes one answer for all who ask the same at once", async () => {
    expect(await askedAgain({}, {}, {})).toBe(1);
    expect(await askedAgain()).toBe(1);
  });

  it("makes another for another scope or question, after a batch, and under a new policy", async () => {
    const batch = "UPDATE warehouse.feed_head SET position = position + 1";
    const policy =
      "INSERT INTO app.policy (version, valid_from, document) SELECT 2, '2030-01-01', document FROM app.policy WHERE version = 1";
    expect(await askedAgain({ scope: "none" })).toBe(2);
    expect(await askedAgain({ request: { ...request, term: "2026-1" } })).toBe(2);
    expect(await askedAgain({ before: batch })).toBe(2);
    expect(await askedAgain({ before: policy })).toBe(2);
  });
});
