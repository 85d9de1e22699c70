import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { advisor, campus, event, happen, headOfFeed, lecturer, roll, studentOf } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";

const advisee = studentOf("foreign", 0);

describe("watching students", () => {
  const test = useTestDatabase();
  let web: LiveProcess;

  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database);
  });
  afterAll(() => web.close());

  const advising = async () => web.connect(await web.signIn("advisor", { kind: "advisor", person: advisor }));

  it("an advisor hears of every kind of fact of the own students, of none of the others, and of who is assigned anew", async () => {
    const viewer = await advising();
    viewer.socket.emit("watch", { id: "mine", students: "advised" });
    await viewer.next("touched", "mine");
    const stranger = studentOf("foreign", 1);
    const about = (student: string) => [
      event("activity.observed", { student, section: "s-foreign", kind: "view", count: 1 }),
      event("contact.noted", { contact: `k-${student}`, student, channel: "call", note: null }),
      event("registration.changed", { student, term: "t", status: "leave", effectiveOn: "2026-03-08" }),
      event("grade.posted", { section: "s-foreign", student, scale: "4.5", letter: "B0", state: "provisional" }),
    ];
    for (const fact of [...about(advisee), roll("foreign", 0, "late")]) {
      const from = viewer.heard.length;
      await happen(test.database, fact);
      await viewer.next("touched", "mine", from);
    }
    const from = viewer.heard.length;
    // Of a stranger, and then of the own: what is heard of the second would have been heard of the first.
    for (const fact of about(stranger)) await happen(test.database, fact);
    const positions = () => viewer.heard.slice(from).flatMap((one) => (one.event === "touched" ? [BigInt(one.frame.position)] : []));
    const head = await headOfFeed(test.database);
    await happen(test.database, roll("foreign", 0, "present"));
    await viewer.next("touched", "mine", from);
    expect(positions().filter((position) => position <= head)).toEqual([]);

    const before = viewer.heard.length;
    await happen(test.database, event("student.defined", { student: stranger, program: "p-foreign", advisor }));
    await viewer.next("touched", "mine", before);
    const after = viewer.heard.length;
    await happen(test.database, roll("foreign", 1, "late"));
    await viewer.next("touched", "mine", after);
    viewer.close();
  });

  it("whoever single students were given to hears of them as of advisees, and of nobody else", async () => {
    const viewer = await web.connect(await web.signIn("advisor", { kind: "students", students: [studentOf("mine", 3)] }));
    viewer.socket.emit("watch", { id: "mine", students: "advised" });
    await viewer.next("touched", "mine");
    expect((await viewer.subscribe("v", { kpi: "attendance-rate" })).answer.n).toBe(1);
    expect(await viewer.refused("x", { kpi: "attendance-rate", section: "s-foreign" })).toMatchObject({ code: "not-found" });
    const from = viewer.heard.length;
    const head = await headOfFeed(test.database);
    await happen(test.database, roll("mine", 4, "late"));
    const ofStranger = await headOfFeed(test.database);
    await happen(test.database, roll("mine", 3, "late"));
    await viewer.next("touched", "mine", from);
    const positions = viewer.heard.slice(from).flatMap((one) => (one.event === "touched" ? [BigInt(one.frame.position)] : []));
    expect(positions.filter((position) => position > head && position <= ofStranger)).toEqual([]);
    viewer.close();
  });

  it("hears of meetings of their sections, and of no others", async () => {
    const viewer = await advising();
    viewer.socket.emit("watch", { id: "mine", students: "advised" });
    await viewer.next("touched", "mine");
    const from = viewer.heard.length;
    const meeting = (side: string, startsAt: string) =>
      event("meeting.changed", { meeting: `m-${side}-more`, section: `s-${side}`, startsAt, status: "planned" });
    await happen(test.database, meeting("mine", "2026-03-20T01:00:00Z"));
    const head = await headOfFeed(test.database);
    await happen(test.database, meeting("foreign", "2026-03-20T01:00:00Z"));
    const { position } = await viewer.next("touched", "mine", from);
    expect(BigInt(position)).toBeGreaterThan(head);
    viewer.close();
  });

  it("SCOPE-1: one student is watched by whoever may see them; another is closed exactly as one that does not exist", async () => {
    const viewer = await web.connect(await web.signIn("faculty", { kind: "instructor", person: lecturer }));
    const [own, foreign, nobody] = [studentOf("mine", 1), advisee, "00000000-0000-4000-8000-00000000ffff"];
    for (const student of [own, foreign, nobody]) viewer.socket.emit("watch", { id: student, student });
    await viewer.next("touched", own);
    const closed = await Promise.all([foreign, nobody].map((student) => viewer.next("closed", student)));
    expect(closed[0]?.problem).toEqual(closed[1]?.problem);
    expect(closed[0]?.problem).toMatchObject({ code: "not-found", field: "student" });
    const from = viewer.heard.length;
    await happen(test.database, roll("mine", 1, "late"));
    await viewer.next("touched", own, from);
    viewer.close();
  });

  it("SCOPE-1: whoever advises nobody hears of nobody", async () => {
    const viewer = await web.connect(await web.signIn("admin", { kind: "institution" }));
    viewer.socket.emit("watch", { id: "mine", students: "advised" });
    viewer.socket.emit("watch", { id: "one", student: advisee });
    await viewer.next("touched", "mine");
    const [from, heard] = [viewer.heard.length, await viewer.next("touched", "one")];
    expect(heard.id).toBe("one");
    await happen(test.database, roll("foreign", 0, "absent"));
    await viewer.next("touched", "one", from);
    expect(viewer.heard.slice(from).filter(({ event: kind, frame }) => kind === "touched" && frame.id === "mine")).toEqual([]);
    viewer.close();
  });

  it("a frame that names nothing to watch, or two things, is refused", async () => {
    const viewer = await advising();
    viewer.socket.emit("watch", { id: "none" });
    viewer.socket.emit("watch", { id: "two", section: "s-mine", students: "advised" });
    for (const id of ["none", "two"]) expect((await viewer.next("closed", id)).problem.code).toBe("bad-request");
    viewer.close();
  });
});
