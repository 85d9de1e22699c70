import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlainScope } from "@/lib/access/scope";
import { answerKpi } from "@/lib/kpis/answer-request";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Compute } from "../hub/hub";
import { advisor, campus, event, happen, headOfFeed, lecturer, roll, studentOf, zone } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";

const attendance = { kpi: "attendance-rate" } as const;
const everything: PlainScope = { kind: "institution" };

describe("SCOPE-1: what a scope lets through a socket", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let computed = 0;

  const compute: Compute = (principal, request, locale, now) => {
    computed += 1;
    return answerKpi({ database: test.database, timeZone: zone, now, locale }, principal, request);
  };

  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database, { compute });
  });
  afterAll(() => web.close());

  it("closes what is out of scope exactly as what does not exist, by every parameter and by watch", async () => {
    const who = await web.signIn("faculty", { kind: "instructor", person: lecturer });
    const viewer = await web.connect(who);
    for (const [parameter, foreign] of [
      ["section", "s-foreign"],
      ["course", "c-foreign"],
      ["orgUnit", "u-foreign"],
      ["program", "p-foreign"],
    ] as const) {
      const closed = await viewer.refused("a", { ...attendance, [parameter]: foreign });
      expect(closed).toMatchObject({ code: "not-found", field: parameter });
      expect(await viewer.refused("b", { ...attendance, [parameter]: "nowhere" })).toEqual(closed);
    }
    const [one, other] = await Promise.all(
      ["s-foreign", "nowhere"].map((section) => {
        viewer.socket.emit("watch", { id: section, section });
        return viewer.next("closed", section);
      }),
    );
    expect(one?.problem.code).toBe("not-found");
    expect(one?.problem).toEqual(other?.problem);
    // Each is told to the log, by the kind of what was asked for and never by its id.
    const told = (method: string, by: string) => ({ principal: `user:${who.userId}`, method, resource: "live", by: [by], status: 404 });
    const twice = ["section", "course", "orgUnit", "program"].flatMap((by) => [told("subscribe", by), told("subscribe", by)]);
    expect(web.refused).toEqual([...twice, told("watch", "section"), told("watch", "section")]);
    expect((await viewer.subscribe("own", { ...attendance, section: "s-mine" })).answer.n).toBe(12);
    expect((await viewer.subscribe("all", attendance)).answer.n).toBe(12);
  });

  it("computes once for two who see alike, and apart for who does not", async () => {
    const view = { ...attendance, groupBy: "section" };
    const viewers = await Promise.all(
      [web.signIn("admin", everything), web.signIn("admin", everything)].map(async (who) => web.connect(await who)),
    );
    const before = computed;
    const size = web.hub.size;
    await Promise.all(viewers.map((viewer) => viewer.subscribe("v", view)));
    expect(computed - before).toBe(1);
    const auditor = await web.connect(await web.signIn("viewer", everything));
    await auditor.subscribe("v", view);
    expect(web.hub.size - size).toBe(2);
    for (const viewer of [...viewers, auditor]) viewer.close();
  });

  it("follows the scope when the data moves it: a section given to another department", async () => {
    const viewer = await web.connect(await web.signIn("dean", { kind: "org-units", orgUnits: ["u-foreign"] }));
    await viewer.subscribe("v", { ...attendance, section: "s-foreign" });
    viewer.socket.emit("watch", { id: "w", section: "s-foreign" });
    await viewer.next("touched", "w");
    const [from, before] = [viewer.heard.length, await headOfFeed(test.database)];
    await happen(test.database, event("course.defined", { course: "c-foreign", title: "foreign", orgUnit: "u-mine" }));
    expect((await viewer.next("closed", "v", from)).problem.code).toBe("not-found");
    await viewer.next("closed", "w", from);
    expect(viewer.studentsTold(before)).toEqual(new Set());
    await happen(test.database, event("course.defined", { course: "c-foreign", title: "foreign", orgUnit: "u-foreign" }));
    viewer.close();
  });

  it("an advisor follows advisees alone, and hears of their sections", async () => {
    const viewer = await web.connect(await web.signIn("advisor", { kind: "advisor", person: advisor }));
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(1);
    viewer.socket.emit("watch", { id: "w", section: "s-foreign" });
    await viewer.next("touched", "w");
    const from = viewer.heard.length;
    await happen(test.database, event("attendance.recorded", { meeting: "m-foreign", student: studentOf("foreign", 0), status: "late" }));
    expect((await viewer.next("delta", "v", from)).head.measures).toMatchObject({ late: 1 });
    await viewer.next("touched", "w", from);
    viewer.close();
  });

  it("CELL-1: frames to a viewer hold no small count, in snapshot or delta", async () => {
    const viewer = await web.connect(await web.signIn("viewer", { kind: "org-units", orgUnits: ["u-small"] }));
    await happen(
      test.database,
      event("org-unit.defined", { orgUnit: "u-small", name: "small", kind: "department" }),
      event("course.defined", { course: "c-small", title: "small", orgUnit: "u-small" }),
      event("section.defined", { section: "s-small", course: "c-small", term: "t", instructors: [] }),
      event("meeting.changed", { meeting: "m-small", section: "s-small", startsAt: "2026-03-10T01:00:00Z", status: "held" }),
      ...[1, 2, 3].map((n) => roll("small", n, "present")),
    );
    const view = { ...attendance, groupBy: "section" };
    const { answer } = await viewer.subscribe("v", view);
    expect(answer).toMatchObject({ value: null, suppressed: true });
    const from = viewer.heard.length;
    await happen(test.database, ...[1, 2, 3, 4].map((n) => roll("small", n, "absent")));
    await viewer.next("delta", "v", from);
    for (const { event: kind, frame } of viewer.heard) {
      if (kind !== "snapshot" && kind !== "delta") continue;
      const [head, groups] = kind === "snapshot" ? [frame.answer, frame.answer.groups ?? []] : [frame.head, frame.put];
      for (const cell of [head, ...groups]) {
        expect(cell).toMatchObject({ suppressed: true, value: null });
        expect(Object.keys(cell)).not.toContain("measures");
        expect(Object.keys(cell)).not.toContain("n");
      }
    }
    viewer.close();
  });
});
