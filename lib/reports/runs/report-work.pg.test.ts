import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { mailLease } from "@/lib/platform/mail/mail-times";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Deliver } from "../ports";
import type { Recipient } from "../recipients-shape";
import { endGrants, makeCampus, makeUser, persons, teaching, units, whole } from "../testing/campus";
import { ReportProcess, rendered } from "../testing/report-process";
import { deliveriesOf, makeSchedule, runsOf, statesOf } from "../testing/schedules";
import { renderingLease } from "./claim-renderings";
import { getRunProgress } from "./get-run-progress";
import { runNow } from "./run-now";

const db = useTestDatabase();
const since = new Date("2026-10-13T12:00:00Z");
const due = new Date("2026-10-14T00:00:05Z");
const clock = { now: due };
let owner: string;

beforeAll(() => makeCampus(db.database));
beforeEach(async () => {
  await db.database.owner.query(`DELETE FROM app."user"`);
  clock.now = due;
  owner = await makeUser(db.database, "admin", whole, "owner");
});

const role = (id: string): Recipient => ({ to: "role", role: id, within: null });
const user = (id: string): Recipient => ({ to: "user", user: id });
const process = (ports: Partial<ConstructorParameters<typeof ReportProcess>[0]> = {}) =>
  new ReportProcess({ database: db.database, clock, ...ports });
const schedule = (recipients: readonly Recipient[], asked: Partial<Parameters<typeof makeSchedule>[1]> = {}) =>
  makeSchedule(db.database, { owner, recipients, since, ...asked });
const later = (milliseconds: number) => {
  clock.now = new Date(clock.now.getTime() + milliseconds);
};
const minute = 60_000;
const mailServerIsAway: Deliver = async () => ({ outcome: "later", detail: "ECONNREFUSED", unreached: true });
const tileFailed = (tile: string) => new BellwetherError("unavailable", "A part of the report has no figures.", { tile, rule: "empty" });

describe("a run from its time to its end", () => {
  it("each gets one of their own, under their own eyes; who sees the same shares a rendering, stamped for each", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "eng 1");
    await makeUser(db.database, "dean", units("u-eng"), "eng 2");
    await makeUser(db.database, "dean", units("u-arts"), "arts");
    const id = await schedule([
      role("dean"),
      { to: "address", address: "board@example.org", scope: { kind: "institution" }, language: "ko" },
    ]);
    const one = process();
    await one.turn();
    expect(one.orders).toHaveLength(3);
    expect(one.reached).toEqual(["arts", "board@example.org", "eng 1", "eng 2"]);
    const [first, second] = one.sent.filter(({ to }) => to.name?.startsWith("eng"));
    expect(first?.rendered.sha256).toBe(second?.rendered.sha256);
    expect(first?.copy).toMatch(/"orgUnits":\["u-eng"\].* for eng/);
    const outside = one.sent.find(({ to }) => to.address === "board@example.org");
    expect(outside).toMatchObject({ locale: "ko", to: { name: null } });
    expect(JSON.parse(outside?.copy.replace(/ for .*$/, "") ?? "")).toMatchObject({
      eyes: { scope: whole, studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false },
    });
    const [run] = await runsOf(db.database, id);
    expect(run).toMatchObject({ state: "done", late: false, problem: null });
    expect(await getRunProgress(db.database, run?.id ?? "")).toMatchObject({
      state: "done",
      renderings: { ready: 3, waiting: 0 },
      deliveries: { sent: 4, waiting: 0, failed: 0 },
    });
    expect(new Set(one.sent.map(({ messageId }) => messageId)).size).toBe(4);
    await one.turn();
    expect([one.sent.length, one.told, one.errors]).toEqual([4, [], []]);
  });

  it("replicas share the work: each recipient once", async () => {
    for (let index = 0; index < 12; index += 1)
      await makeUser(db.database, "dean", units(index % 2 === 0 ? "u-eng" : "u-arts"), `dean ${index}`);
    const id = await schedule([role("dean")]);
    const replicas = [process(), process(), process()];
    await Promise.all(replicas.map((one) => one.turn()));
    await Promise.all(replicas.map((one) => one.turn()));
    expect(replicas.flatMap(({ orders }) => orders)).toHaveLength(2);
    expect(replicas.flatMap(({ reached }) => reached).sort()).toHaveLength(12);
    expect(new Set(replicas.flatMap(({ reached }) => reached)).size).toBe(12);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done"]);
  });

  it("what is for the archive alone is not handed to anybody", async () => {
    const id = await schedule([user(owner)], { delivery: { email: "none" } });
    const one = process();
    await one.turn();
    expect(one.sent).toEqual([]);
    expect(await statesOf(db.database, id)).toEqual({ owner: "kept" });
  });

  it("who gets nothing is told of, and the run is done", async () => {
    await makeUser(db.database, "faculty", teaching("park"), "park");
    await makeUser(db.database, "faculty", teaching("kim"), "kim");
    const id = await schedule([role("faculty")], { content: { kind: "section" } });
    const one = process();
    await one.turn();
    expect(one.orders.map(({ content }) => content.subjects)).toEqual([
      [
        { of: "section", section: "s-net-1" },
        { of: "section", section: "s-os-1" },
      ],
    ]);
    expect((await deliveriesOf(db.database, id)).map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ["kim", "sent", "250 OK"],
      ["park", "withheld", "nothing-own"],
    ]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done"]);
  });
});

describe("REPORT-1: what is not whole is not sent", () => {
  it("a forced tile error sends nothing to whom it concerns, is tried again, and is told to the owner in the end", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "eng");
    await makeUser(db.database, "dean", units("u-arts"), "arts");
    const id = await schedule([role("dean")]);
    const one = process({
      render: async (order) => {
        if (JSON.stringify(order.eyes.scope).includes("u-arts")) throw tileFailed("grade-distribution");
        return rendered(order);
      },
    });
    await one.turn();
    expect(await statesOf(db.database, id)).toEqual({ eng: "sent", arts: "waiting" });
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["working"]);
    for (let tries = 1; tries < 6; tries += 1) {
      later(31 * minute);
      await one.turn();
    }
    expect(one.orders).toHaveLength(7);
    expect(one.reached).toEqual(["eng"]);
    const [run] = await runsOf(db.database, id);
    expect(run?.state).toBe("failed");
    expect(one.told).toEqual([
      [
        expect.objectContaining({ id: run?.id, owner, name: "Attendance" }),
        {
          failed: 1,
          refused: 0,
          recipients: 2,
          causes: [{ message: "A part of the report has no figures.", facts: { tile: "grade-distribution", rule: "empty" } }],
        },
      ],
    ]);
    later(31 * minute);
    await one.turn();
    expect([one.orders.length, one.told.length]).toEqual([7, 1]);
  });

  it("a tile that has its figures at the second try is sent, once", async () => {
    let failing = true;
    const id = await schedule([user(owner)]);
    const one = process({
      render: async (order) => {
        if (failing) throw tileFailed("trend");
        return rendered(order);
      },
    });
    await one.turn();
    failing = false;
    later(minute);
    await one.turn();
    expect([one.reached, one.told]).toEqual([["owner"], []]);
    expect((await runsOf(db.database, id)).map(({ state, problem }) => [state, problem])).toEqual([["done", null]]);
  });

  it("an owner who cannot be told now is told later", async () => {
    const id = await schedule([user(owner)]);
    let away = true;
    const one = process({
      deliver: async () => ({ outcome: "refused", detail: "550 No such user" }),
      tellOwner: async () => {
        if (away) throw new Error("away");
      },
    });
    await one.turn();
    expect([one.told.length, one.errors.length]).toEqual([0, 1]);
    away = false;
    await one.turn();
    expect(one.told).toMatchObject([[{ owner }, { failed: 0, refused: 1, recipients: 1, causes: [{ message: "550 No such user" }] }]]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done"]);
  });
});

describe("what cannot be read fails by itself, is told, and holds up no other", () => {
  const causes = [{ message: "What was kept of it cannot be read.", facts: {} }];
  const ofArts = "id IN (SELECT rendering FROM app.report_delivery WHERE name = 'arts')";
  const deans = async () => {
    await makeUser(db.database, "dean", units("u-eng"), "eng");
    await makeUser(db.database, "dean", units("u-arts"), "arts");
    return schedule([role("dean")]);
  };

  it("a delivery", async () => {
    const id = await deans();
    await process({ deliver: mailServerIsAway }).turn();
    await db.database.owner.query(`UPDATE app.report_rendering SET eyes = '{"secret":1}' WHERE ${ofArts}`);
    await db.database.owner.query("UPDATE app.report_delivery SET next_try_at = next_try_at - interval '1 s' WHERE name = 'arts'");
    later(minute);
    // There is room for one, which is had first by what cannot be read: the other one is taken in its place.
    const one = process({ deliveries: 1 });
    await one.turn();
    expect(await statesOf(db.database, id)).toEqual({ eng: "sent", arts: "failed" });
    expect(one.told).toMatchObject([[{ owner }, { failed: 1, recipients: 2, causes: [{ message: inOwnWord("unreadable"), facts: {} }] }]]);
    expect(one.errors).toMatchObject([{ code: "internal", facts: { delivery: expect.any(String) } }]);
  });

  it("a rendering", async () => {
    const id = await deans();
    const away = process({
      render: async () => {
        throw tileFailed("dfw-rate");
      },
    });
    await away.turn();
    await db.database.owner.query(
      `UPDATE app.report_rendering SET content = '{}', next_try_at = next_try_at - interval '1 s' WHERE ${ofArts}`,
    );
    later(31 * minute);
    const one = process({ renderings: 1 });
    await one.turn();
    expect(await statesOf(db.database, id)).toEqual({ eng: "sent", arts: "failed" });
    expect(one.told).toMatchObject([[{ owner }, { failed: 1, recipients: 2, causes }]]);
    expect(one.errors).toMatchObject([{ code: "internal", facts: { rendering: expect.any(String) } }]);
  });

  it("a run", async () => {
    const byHand = () => schedule([user(owner)], { since: due });
    const [broken, other] = [await byHand(), await byHand()];
    for (const id of [broken, other]) await withTransaction(db.database.owner, (client) => runNow(client, id, { now: clock.now }));
    await db.database.owner.query("UPDATE app.report_run SET content = '{}', fired_at = fired_at - interval '1 s' WHERE schedule = $1", [
      broken,
    ]);
    const one = process();
    await one.turn();
    expect((await runsOf(db.database, broken)).map(({ state }) => state)).toEqual(["failed"]);
    expect((await runsOf(db.database, other)).map(({ state }) => state)).toEqual(["done"]);
    expect(one.told).toMatchObject([[{ schedule: broken }, { causes }]]);
    expect(one.errors).toMatchObject([{ code: "internal", facts: { run: expect.any(String) } }]);
  });

  it("what failed of a run; nor does an owner who cannot be told", async () => {
    const [first, second] = [await schedule([user(owner)]), await schedule([user(owner)])];
    const refused: Deliver = async () => ({ outcome: "refused", detail: "550 No such user" });
    const away = process({
      deliver: refused,
      tellOwner: async (_, run) => {
        if (run.schedule === first) throw new Error("away");
      },
    });
    await away.turn();
    expect(away.told.map(([run]) => run.schedule)).toEqual([second]);
    expect(away.errors.length).toBeGreaterThan(0);
    await db.database.owner.query("UPDATE app.report_run SET problem = '{}' WHERE schedule = $1", [first]);
    const one = process();
    await one.turn();
    expect(one.told).toMatchObject([[{ schedule: first }, { causes }]]);
    expect(one.errors).toMatchObject([{ code: "internal", facts: { run: expect.any(String) } }]);
  });

  it("a run with a problem", async () => {
    const [broken, other] = [await schedule([user(owner)]), await schedule([user(owner)])];
    const away = process({
      deliver: async () => ({ outcome: "refused", detail: "550 No such user" }),
      tellOwner: async () => {
        throw new Error("away");
      },
    });
    await away.turn();
    await db.database.owner.query(
      "UPDATE app.report_run SET due_at = 'infinity', ended_at = ended_at - interval '1 s' WHERE schedule = $1",
      [broken],
    );
    const one = process();
    await one.turn();
    expect(one.told).toMatchObject([[{ schedule: other }, { refused: 1 }]]);
    expect(one.errors).toHaveLength(1);
  });

  it("why parts of a run failed, which is said once", async () => {
    const id = await deans();
    const away = process({
      render: async () => {
        throw tileFailed("dfw-rate");
      },
    });
    for (let tries = 0; tries < 6; tries += 1) {
      await away.turn();
      later(31 * minute);
    }
    expect(away.told).toHaveLength(1);
    await db.database.owner.query(`UPDATE app.report_run SET state = 'working', problem = NULL, ended_at = NULL, owner_told_at = NULL`);
    await db.database.owner.query("UPDATE app.report_rendering SET problem = jsonb_build_object('of', id)");
    const one = process();
    await one.turn();
    const [run] = await runsOf(db.database, id);
    expect(one.told).toEqual([[expect.objectContaining({ id: run?.id }), { failed: 2, refused: 0, recipients: 2, causes }]]);
    const unread = { code: "internal", facts: { run: run?.id } };
    expect(one.errors).toMatchObject([unread, unread]);
  });

  it("what was sent before: it counts as none, of whoever was sent it", async () => {
    const id = await deans();
    await process().turn();
    await db.database.owner.query(`UPDATE app.report_rendering SET headline = '{}' WHERE ${ofArts}`);
    later(24 * 60 * minute);
    const one = process();
    await one.turn();
    expect(one.reached).toEqual(["arts", "eng"]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done", "done"]);
    const before = (scoped: string) => one.orders.find(({ eyes }) => JSON.stringify(eyes.scope).includes(scoped))?.before;
    expect(before("u-arts")).toBeNull();
    expect(before("u-eng")).toMatchObject({ term: "t-now" });
    expect(one.errors).toMatchObject([{ code: "internal", facts: { rendering: expect.any(String) } }]);
  });
});

describe("SCOPE-1: between rendering and sending", () => {
  const asTheyWait = async (recipients: readonly Recipient[], change: () => Promise<void>) => {
    const id = await schedule(recipients);
    await process({ deliver: mailServerIsAway }).turn();
    await change();
    later(minute);
    const one = process();
    await one.turn();
    return { id, one };
  };

  it("who holds the role no more is sent nothing", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const { id, one } = await asTheyWait([role("dean")], () => endGrants(db.database, dean, clock.now));
    expect(one.sent).toEqual([]);
    expect((await deliveriesOf(db.database, id)).map(({ state, detail }) => [state, detail])).toEqual([["withheld", "role-ended"]]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done"]);
  });

  it("who is disabled is sent nothing", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const { id, one } = await asTheyWait([user(dean)], async () => {
      await db.database.owner.query(`UPDATE app."user" SET disabled_at = now() WHERE id = $1`, [dean]);
    });
    expect(one.sent).toEqual([]);
    expect((await deliveriesOf(db.database, id)).map(({ detail }) => detail)).toEqual(["disabled"]);
  });

  it("who sees something else now is sent that, rendered anew", async () => {
    const dean = await makeUser(db.database, "dean", units("u-all"), "dean");
    const { id, one } = await asTheyWait([role("dean")], async () => {
      await db.database.owner.query("UPDATE app.role_grant SET scope = $2::jsonb WHERE user_id = $1", [
        dean,
        JSON.stringify(units("u-cs")),
      ]);
    });
    expect(one.orders.map(({ eyes }) => eyes.scope)).toEqual([units("u-cs")]);
    expect(one.sent.map(({ copy }) => copy)).toEqual([expect.stringContaining("u-cs")]);
    expect(await statesOf(db.database, id)).toEqual({ dean: "sent" });
  });

  it.each([
    {
      who: "a section of theirs",
      scope: teaching("kim"),
      moves: `UPDATE warehouse.bridge_section_instructor SET person = '${persons.lee}' WHERE person = '${persons.kim}'
        AND section_key = (SELECT section_key FROM warehouse.dim_section WHERE id = 's-os-1')`,
      back: `UPDATE warehouse.bridge_section_instructor SET person = '${persons.kim}' WHERE person = '${persons.lee}'
        AND section_key = (SELECT section_key FROM warehouse.dim_section WHERE id = 's-os-1')`,
    },
    {
      who: "a student of theirs",
      scope: { kind: "advisor", person: persons.kim } as const,
      moves: `UPDATE warehouse.dim_student_version SET advisor = '${persons.lee}' WHERE advisor = '${persons.kim}'`,
      back: "DELETE FROM warehouse.dim_student_version",
    },
  ])("whoever lost $who to somebody else is not sent its figures: it is rendered anew", async ({ scope, moves, back }) => {
    await db.database.owner.query(
      `INSERT INTO warehouse.dim_student_version (student, valid_from, effective_from, effective_to, advisor, recorded_at, occurred_at, source, event_id)
       VALUES (gen_random_uuid(), '2026-03-02', '2026-03-02', 'infinity', $1, now(), now(), 'sis', 'e')`,
      [persons.kim],
    );
    const kim = await makeUser(db.database, "faculty", scope, "kim");
    const unmoved = await asTheyWait([user(kim)], async () => undefined);
    expect([unmoved.one.orders.length, unmoved.one.reached]).toEqual([0, ["kim"]]);
    clock.now = due;
    const { id, one } = await asTheyWait([user(kim)], async () => void (await db.database.owner.query(moves)));
    await db.database.owner.query(back);
    expect([one.orders.length, one.reached]).toEqual([1, ["kim"]]);
    expect(await statesOf(db.database, id)).toEqual({ kim: "sent" });
  });

  it("what an owner may send to others no more is sent to nobody else", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const { one, id } = await asTheyWait([user(dean)], () => endGrants(db.database, owner, clock.now));
    expect(one.sent).toEqual([]);
    expect((await deliveriesOf(db.database, id)).map(({ detail }) => detail)).toEqual(["owner-may-not"]);
  });
});

describe("a mail server that is away", () => {
  it("loses and doubles nothing, under the same Message-IDs", async () => {
    for (let index = 0; index < 30; index += 1) await makeUser(db.database, "dean", units("u-eng"), `dean ${index}`);
    const id = await schedule([role("dean")]);
    let away = true;
    const tried = new Map<string, Set<string>>();
    const accepted: string[] = [];
    const one = process({
      deliver: async ({ messageId, to }) => {
        tried.set(to.address, (tried.get(to.address) ?? new Set()).add(messageId));
        if (away) return { outcome: "later", detail: "ECONNREFUSED", unreached: true };
        accepted.push(to.address);
        return { outcome: "sent", detail: "250 OK" };
      },
    });
    await one.turn();
    // Not each of them has tried: it is known to be away.
    expect(one.sent.length).toBeLessThan(15);
    for (let index = 0; index < 10; index += 1) {
      later(30_000);
      await one.turn();
    }
    const whileAway = one.sent.length;
    away = false;
    for (let index = 0; index < 8; index += 1) {
      later(5 * minute);
      await one.turn();
    }
    expect(whileAway).toBeLessThan(40);
    expect(accepted.length).toBe(30);
    expect(new Set(accepted).size).toBe(30);
    for (const ids of tried.values()) expect(ids.size).toBe(1);
    expect((await runsOf(db.database, id)).map(({ state, problem }) => [state, problem])).toEqual([["done", null]]);
  });

  it("is another matter than one that puts off some: the others do not wait for them", async () => {
    for (let index = 0; index < 30; index += 1) await makeUser(db.database, "dean", units("u-eng"), `dean ${index}`);
    await schedule([role("dean")]);
    const one = process({ deliver: async () => ({ outcome: "later", detail: "452 4.2.2 Mailbox full" }) });
    await one.turn();
    expect(new Set(one.reached).size).toBe(30);
  });

  it("for a day and longer is given up, and told", async () => {
    const id = await schedule([user(owner)], { timing: { endsOn: "2026-10-14" } });
    const one = process({ deliver: mailServerIsAway });
    for (let tries = 0; tries < 61; tries += 1) {
      await one.turn();
      later(31 * minute);
    }
    expect((await deliveriesOf(db.database, id)).map(({ state, attempts, detail }) => [state, attempts, detail])).toEqual([
      ["failed", 60, "ECONNREFUSED"],
    ]);
    expect(one.told).toMatchObject([[{ owner }, { failed: 1, causes: [{ message: "ECONNREFUSED" }] }]]);
  });
});

describe("a process that ends in the midst", () => {
  /** One that is gone: what it was asked for never comes to an end, and its leases stand. */
  const abandon = async (inTheMidstOf: "rendering" | "sending") => {
    const begun = Promise.withResolvers<void>();
    const never = () => {
      begun.resolve();
      return new Promise<never>(() => undefined);
    };
    const gone = process({ ...(inTheMidstOf === "rendering" ? { render: never } : { deliver: never }), deliveries: 1 });
    void gone.turn();
    await begun.promise;
    return gone;
  };

  it("of rendering: another one takes it over when the lease is over", async () => {
    const id = await schedule([user(owner)]);
    await abandon("rendering");
    const one = process();
    await one.turn();
    expect(one.orders).toEqual([]);
    later(renderingLease);
    await one.turn();
    expect(one.reached).toEqual(["owner"]);
    expect(await statesOf(db.database, id)).toEqual({ owner: "sent" });
  });

  it("of sending: that one alone is sent again, with the same Message-ID", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "first");
    await makeUser(db.database, "dean", units("u-eng"), "second");
    await makeUser(db.database, "dean", units("u-eng"), "third");
    const id = await schedule([role("dean")]);
    const gone = await abandon("sending");
    const [atWork] = gone.sent;
    expect(Object.values(await statesOf(db.database, id)).sort()).toEqual(["sending", "waiting", "waiting"]);
    const one = process();
    await one.turn();
    expect(one.sent).toHaveLength(2);
    later(mailLease);
    await one.turn();
    expect(one.sent).toHaveLength(3);
    expect(one.sent[2]).toMatchObject({ messageId: atWork?.messageId, to: atWork?.to });
    expect(new Set(one.reached).size).toBe(3);
  });

  it("a server that takes its ten minutes for an answer is not sent it again meanwhile, by anybody", async () => {
    const id = await schedule([user(owner)]);
    const slow = await abandon("sending");
    later(11 * minute);
    const one = process();
    await one.turn();
    // Nor by itself, where its clock is set forward.
    later(minute);
    await slow.look();
    const found = await db.database.owner.query(
      "SELECT d.lease FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run WHERE r.schedule = $1",
      [id],
    );
    expect([one.sent, found.rows]).toEqual([[], [{ lease: 1 }]]);
  });

  it("who lost a lease writes nothing more", async () => {
    const id = await schedule([user(owner)]);
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const slow = process({
      render: async (order) => {
        asked.resolve();
        await answer.promise;
        return { ...rendered(order), title: "Too late" };
      },
    });
    const turning = slow.turn();
    await asked.promise;
    later(renderingLease);
    await process().turn();
    answer.resolve();
    await turning;
    const titles = await db.database.owner.query(
      "SELECT title FROM app.report_rendering g JOIN app.report_run r ON r.id = g.run WHERE schedule = $1",
      [id],
    );
    expect(titles.rows).toEqual([{ title: "Attendance and grades" }]);
    expect(slow.sent).toEqual([]);
  });

  it("and is told to end: what does not is left to its lease", async () => {
    const id = await schedule([user(owner)]);
    const gone = await abandon("sending");
    await gone.stop(1);
    expect(await statesOf(db.database, id)).toEqual({ owner: "sending" });
    later(mailLease);
    const one = process();
    await one.turn();
    expect(one.reached).toEqual(["owner"]);
  });

  it("each time it is rendered: that is given up", async () => {
    const id = await schedule([user(owner)]);
    for (let index = 0; index < 6; index += 1) {
      await abandon("rendering");
      later(renderingLease);
    }
    const one = process();
    await one.turn();
    expect([one.orders, one.told.length]).toEqual([[], 1]);
    expect(await statesOf(db.database, id)).toEqual({ owner: "failed" });
  });
});

describe("what changed since", () => {
  const second = new Date("2026-10-15T00:00:05Z");

  it("is told since the figures that the reader was sent last, which all who shared them have in common", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "one");
    await makeUser(db.database, "dean", units("u-eng"), "two");
    await schedule([role("dean")]);
    await process().turn();
    await makeUser(db.database, "dean", units("u-eng"), "new");
    clock.now = second;
    const next = process();
    await next.turn();
    expect(next.orders.map((order) => order.since)).toEqual(expect.arrayContaining([due, null]));
    expect(next.orders).toHaveLength(2);
    expect(next.orders.find((order) => order.since !== null)?.before?.figures).toEqual([
      expect.objectContaining({ kpi: "attendance-rate", value: 0.9 }),
    ]);
    expect(next.reached).toEqual(["new", "one", "two"]);
  });

  it("what was committed while a report was drawn is told by the next one", async () => {
    const read = new Date(due.getTime() - 7_000);
    await db.database.owner.query(
      "INSERT INTO warehouse.feed_commit (position, committed_at, events, last_batch, open_batches) VALUES (7, $1, 1, 1, '{}')",
      [read],
    );
    await schedule([user(owner)]);
    await process({ render: async (order) => ({ ...rendered(order), position: "7" }) }).turn();
    clock.now = second;
    const next = process();
    await next.turn();
    expect(next.orders).toMatchObject([{ since: read }]);
  });

  it("SCOPE-1: figures of more than is theirs now are not brought up again", async () => {
    const dean = await makeUser(db.database, "dean", units("u-all"), "dean");
    await schedule([user(dean)]);
    await process().turn();
    await db.database.owner.query("UPDATE app.role_grant SET scope = $2::jsonb WHERE user_id = $1", [dean, JSON.stringify(units("u-cs"))]);
    clock.now = second;
    const next = process();
    await next.turn();
    expect(next.orders).toMatchObject([{ since: null, before: null }]);
  });

  it("what was not sent is not what they were told", async () => {
    await schedule([user(owner)]);
    await process({ deliver: async () => ({ outcome: "refused", detail: "550" }) }).turn();
    clock.now = second;
    const next = process();
    await next.turn();
    expect(next.orders).toMatchObject([{ since: null, before: null }]);
  });
});
