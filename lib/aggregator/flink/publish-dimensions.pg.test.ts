import { beforeEach, describe, expect, it } from "vitest";
import type { Upsert } from "@/lib/event-log/kafka/upsert-writer";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { dimensions } from "../dimensions";
import { drainOnce } from "../testing/drain";
import { appendToLog, emptyWarehouse } from "../testing/log-fixture";
import type { LoggedEvent } from "../testing/oracle";
import { handToFlink } from "./hand-over";
import { publishDimensions } from "./publish-dimensions";
import { dimensionTopic } from "./topics";

const zone = "Asia/Seoul";
const topics = { brokers: [], events: "e", cells: "c", dimensions: "d-" };
const someId = "00000000-0000-4000-8000-00000000000a";
const idsOf = (id: string) => new Map(dimensions.map(({ name }) => [dimensionTopic(topics, name), id]));

describe("dimensions for other engines", () => {
  const test = useTestDatabase();
  let sent = 0;

  async function publish(options: { all?: boolean; id?: string; fail?: boolean } = {}): Promise<Upsert[]> {
    const written: Upsert[] = [];
    await withTransaction(test.database.owner, async (client) => {
      await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      await publishDimensions(client, {
        topics,
        ids: idsOf(options.id ?? someId),
        all: options.all ?? false,
        write: async (upserts) => {
          if (options.fail === true) throw new Error("no broker");
          written.push(...upserts);
        },
      });
    });
    return written.filter(({ topic }) => topic !== "d-scale-letter");
  }

  async function happen(type: string, data: Record<string, unknown>, occurredAt = "2026-03-02T01:00:00.000Z"): Promise<void> {
    sent += 1;
    const event: LoggedEvent = { type, source: "urn:a", id: String(sent), occurredAt, recordedAt: "2026-03-02T01:00:00.000Z", data };
    await appendToLog(test.database, [{ ...event, recordedAt: new Date(Date.parse(event.recordedAt) + sent).toISOString() }]);
    await drainOnce(test.database, zone);
  }

  beforeEach(async () => {
    await emptyWarehouse(test.database);
    await withTransaction(test.database.owner, (client) => handToFlink(client, someId));
    await publish({ all: true });
  });

  const student = "00000000-0000-4000-8000-000000000001";
  const said = (upsert: Upsert | undefined): unknown => JSON.parse(upsert?.value ?? "null");

  it("says what changed since, once, with the days until which a student's version holds", async () => {
    await happen("student.defined", { student, program: "p1" });
    const [first] = (await publish()).filter(({ topic }) => topic === "d-student-version");
    expect(said(first)).toMatchObject({ effective_from: "0001-01-01", effective_to: "9999-12-31" });
    expect(await publish()).toEqual([]);
    await happen("student.defined", { student, program: "p1" }, "2026-04-01T01:00:00.000Z");
    const both = (await publish()).filter(({ topic }) => topic === "d-student-version");
    expect(both.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(said)).toEqual([
      expect.objectContaining({ effective_from: "0001-01-01", effective_to: "2026-04-01" }),
      expect.objectContaining({ effective_from: "2026-04-01", effective_to: "9999-12-31" }),
    ]);
  });

  it("says members that were only named, too, and a section that moved with its course", async () => {
    await happen("section.defined", { section: "s1", course: "c1", term: "t1", instructors: [] });
    expect((await publish()).map(({ topic }) => topic).toSorted()).toEqual(["d-course", "d-section", "d-term"]);
    await happen("course.defined", { course: "c1", title: "C", orgUnit: "u1", credits: 2.5 });
    const moved = await publish();
    expect(said(moved.find(({ topic }) => topic === "d-course"))).toMatchObject({ credits: 2.5 });
    expect(said(moved.find(({ topic }) => topic === "d-section"))).toMatchObject({ org_unit_key: expect.any(Number) });
    await happen("attendance.recorded", { meeting: "m1", student, status: "present" });
    expect((await publish()).map(({ topic, value }) => [topic, JSON.parse(value ?? "").held_on])).toEqual([["d-meeting", null]]);
  });

  it("what brokers did not take is said again, and all of it to a topic that was made anew", async () => {
    await happen("term.defined", {
      term: "t1",
      name: "T",
      academicYear: "2026",
      startsOn: "2026-03-02",
      endsOn: "2026-06-30",
      censusOn: null,
    });
    await expect(publish({ fail: true })).rejects.toThrow("no broker");
    expect(await publish()).toHaveLength(1);
    expect(await publish({ id: "00000000-0000-4000-8000-00000000000b" })).toHaveLength(1);
  });

  it("a letter that is gone from a scale is taken back", async () => {
    const letters = async () => {
      const written: Upsert[] = [];
      await withTransaction(test.database.owner, (client) =>
        publishDimensions(client, { topics, ids: idsOf(someId), all: true, write: async (upserts) => void written.push(...upserts) }),
      );
      return written;
    };
    const { owner } = test.database;
    await owner.query("INSERT INTO warehouse.dim_scale_letter (scale, letter, position, points) VALUES ('own', 'X', 1, 2)");
    expect((await letters()).find(({ key }) => key.includes("own"))?.value).toContain('"points" : 2');
    await owner.query("DELETE FROM warehouse.dim_scale_letter WHERE scale = 'own'");
    expect((await letters()).find(({ key }) => key.includes("own"))?.value).toBeNull();
    expect((await letters()).find(({ key }) => key.includes("own"))).toBeUndefined();
  });
});
