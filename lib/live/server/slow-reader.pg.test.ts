import { describe, expect, it } from "vitest";
import { answerKpi } from "@/lib/kpis/answer-request";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Compute } from "../hub/hub";
import { answerAt } from "../testing/answers";
import { campus, happen, roll, zone } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";
import type { Viewer } from "../testing/viewer";

const view = { kpi: "attendance-rate" } as const;
/** More than half a megabyte an update: twenty of them do not fit into the kernel's buffers. */
const groups = 10_000;
const rounds = 20;
const statuses = ["late", "absent"] as const;

describe("a reader that does not read", () => {
  const test = useTestDatabase();

  it("is spared what lies between, holds up nobody, and ends where the feed is", async () => {
    await happen(test.database, ...campus());
    let round = 0;
    const compute: Compute = async (principal, request, locale, now) => {
      const answer = await answerKpi({ database: test.database, timeZone: zone, now, locale }, principal, request);
      return { ...answer, groups: answerAt(0, round, groups).groups };
    };
    const web = await LiveProcess.open(test.database, { compute });
    try {
      const admin = await web.signIn("admin", { kind: "institution" });
      const [slow, fast] = [await web.connect(admin), await web.connect(admin)];
      for (const viewer of [slow, fast]) {
        viewer.views.follow(view, "en");
        await viewer.next("snapshot");
      }
      const line = lineOf(slow);
      line.pause();
      const from = { slow: slow.heard.length, fast: fast.heard.length };
      for (round = 1; round <= rounds; round += 1) {
        const before = fast.heard.length;
        await happen(test.database, roll("mine", 1, statuses[round % 2] ?? ""));
        await fast.next("delta", undefined, before);
      }
      const end = fast.shown(view)?.watermark.position ?? "";
      line.resume();
      await slow.until(() => BigInt(slow.shown(view)?.watermark.position ?? 0) >= BigInt(end));
      expect(slow.shown(view)?.groups).toEqual(fast.shown(view)?.groups);
      expect(fast.heard.length - from.fast).toBeGreaterThanOrEqual(rounds);
      expect(slow.heard.length - from.slow).toBeLessThan(rounds);
    } finally {
      await web.close();
    }
  });
});

/** The TCP connection under a client's socket. */
function lineOf(viewer: Viewer): { pause(): void; resume(): void } {
  const transport: unknown = Reflect.get(viewer.socket.io.engine, "transport");
  const ws: unknown = typeof transport === "object" && transport !== null ? Reflect.get(transport, "ws") : null;
  const line: unknown = typeof ws === "object" && ws !== null ? Reflect.get(ws, "_socket") : null;
  if (typeof line !== "object" || line === null) throw new Error("There is no connection.");
  return {
    pause: () => Reflect.apply(Reflect.get(line, "pause"), line, []),
    resume: () => Reflect.apply(Reflect.get(line, "resume"), line, []),
  };
}
