import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeRole } from "@/lib/access/administration/change-roles";
import type { PlaceScope } from "@/lib/access/place-scope";
import type { PlainScope } from "@/lib/access/scope";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { contentSchema, type ReportContent } from "../content-shape";
import type { Recipient } from "../recipients-shape";
import { endGrants, makeCampus, makeUser, now, persons, teaching, units, whole, zone } from "../testing/campus";
import { type Expanded, expandRecipients } from "./expand";
import { eyesKey } from "./eyes";

const db = useTestDatabase();
let owner: string;
beforeAll(() => makeCampus(db.database));
beforeEach(async () => {
  await db.database.owner.query(`DELETE FROM app."user"`);
  owner = await makeUser(db.database, "admin", whole, "owner");
});

const content = (asked: Partial<ReportContent> = {}) => contentSchema.parse({ kind: "institution", subject: { of: "own" }, ...asked });
const user = (id: string): Recipient => ({ to: "user", user: id });
const role = (id: string, within: string | null = null): Recipient => ({ to: "role", role: id, within });
const asking = (at = now) => ({ database: db.database, now: at, timeZone: zone, demo: false });
const expand = (recipients: readonly Recipient[], asked: Partial<ReportContent> = {}, only: string | null = null, by = owner) =>
  expandRecipients(asking(), { owner: by, recipients, content: content(asked) }, only);

/** By name, the parts of their report or why there is none. */
const told = (expanded: readonly Expanded[]) =>
  Object.fromEntries(
    expanded.map((one) => [
      one.name ?? one.recipient,
      "withheld" in one ? one.withheld : one.subjects.map((subject) => Object.values(subject).at(-1)).join(" "),
    ]),
  );

describe("SCOPE-1: under whose eyes a report is", () => {
  it("each sees by the grants of the moment", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const viewer = await makeUser(db.database, "viewer", units("u-arts"), "viewer");
    const found = await expand([user(dean), user(viewer)]);
    expect(found).toHaveLength(2);
    expect(found.find(({ name }) => name === "dean")).toMatchObject({
      recipient: `user:${dean}`,
      eyes: { scope: units("u-eng"), studentScope: units("u-eng"), nameScope: units("u-eng"), studentLevel: true },
      locale: "en",
      subjects: [{ of: "own" }],
    });
    expect(found.find(({ name }) => name === "viewer")).toMatchObject({
      eyes: { scope: units("u-arts"), studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false },
    });
  });

  it("is in the language that each is told of things in, unless the report has one", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const other = await makeUser(db.database, "dean", units("u-arts"), "other");
    const timing = { zone, quiet: null, digest: { every: "none" } } as const;
    await db.database.owner.query("INSERT INTO app.notification_setting (user_id, locale, timing) VALUES ($1, 'ko', $2::jsonb)", [
      dean,
      JSON.stringify(timing),
    ]);
    const localesOf = async (asked: Partial<ReportContent>) =>
      Object.fromEntries((await expand([user(dean), user(other)], asked)).map((one) => [one.name, "locale" in one ? one.locale : null]));
    expect(await localesOf({})).toEqual({ dean: "ko", other: "en" });
    expect(await localesOf({ language: "en" })).toEqual({ dean: "en", other: "en" });
  });

  it("who has ended, is disabled or is nobody gets nothing, and that is told", async () => {
    const ended = await makeUser(db.database, "dean", units("u-eng"), "ended");
    await endGrants(db.database, ended);
    const disabled = await makeUser(db.database, "dean", units("u-eng"), "disabled");
    await db.database.owner.query(`UPDATE app."user" SET disabled_at = $2 WHERE id = $1`, [disabled, now]);
    const later = await makeUser(db.database, "dean", units("u-eng"), "later");
    await db.database.owner.query("UPDATE app.role_grant SET ends_at = $2 WHERE user_id = $1", [later, new Date(now.getTime() + 1)]);
    const nobody = "00000000-0000-4000-8000-0000000000ff";
    const all = [user(ended), user(disabled), user(later), user(nobody)];
    expect(told(await expand(all))).toEqual({ ended: "no-scope", disabled: "disabled", later: "own", [`user:${nobody}`]: "unknown" });
    const after = { ...asking(new Date(now.getTime() + 1)) };
    expect(told(await expandRecipients(after, { owner, recipients: [user(later)], content: content() }))).toEqual({ later: "no-scope" });
  });

  it("an address outside has a fixed scope, and no student", async () => {
    const outside: Recipient = {
      to: "address",
      address: "Board@Example.org",
      scope: { kind: "org-units", orgUnits: ["u-eng"] },
      language: "ko",
    };
    expect(await expand([outside])).toEqual([
      {
        recipient: "address:board@example.org",
        userId: null,
        address: "Board@Example.org",
        name: null,
        eyes: { scope: units("u-eng"), studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false },
        reached: "",
        locale: "ko",
        subjects: [{ of: "own" }],
      },
    ]);
    expect((await expand([outside], { language: "en" }))[0]).toMatchObject({ locale: "en" });
  });

  it("what may be sent to others is so by the right of whose report it is, at the time of sending", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const viewer = await makeUser(db.database, "viewer", units("u-eng"), "viewer");
    expect(told(await expand([user(dean), user(viewer)], {}, null, dean))).toEqual({ dean: "own", viewer: "owner-may-not" });
    await endGrants(db.database, owner);
    expect(told(await expand([user(dean)]))).toEqual({ dean: "owner-may-not" });
  });

  it("CELL-1: an address outside gets its scope only while whose report it is may be shown it", async () => {
    const outside = (address: string, scope: PlaceScope): Recipient => ({ to: "address", address, scope, language: "en" });
    const eng = outside("eng@example.org", { kind: "org-units", orgUnits: ["u-eng"] });
    const both = [eng, outside("all@example.org", { kind: "institution" })];
    expect(told(await expand(both))).toEqual({ "address:eng@example.org": "own", "address:all@example.org": "own" });
    const by = { actor: "system", userId: null, now, demo: false };
    const role = await makeRole(db.database, by, { name: "Sends", nameKo: null, home: "overview", permissions: ["reports:manage"] });
    await db.database.owner.query("UPDATE app.role_grant SET role = $2 WHERE user_id = $1", [owner, role]);
    expect(told(await expand(both))).toEqual({ "address:eng@example.org": "owner-may-not", "address:all@example.org": "own" });
    // A user sees it by themselves.
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    expect(told(await expand([user(dean)]))).toEqual({ dean: "own" });
  });

  it("a demo's user is nobody where there is no demo", async () => {
    const demo = await makeUser(db.database, "dean", units("u-eng"), "demo");
    await db.database.owner.query(`UPDATE app."user" SET demo = true WHERE id = $1`, [demo]);
    expect(told(await expand([user(demo)]))).toEqual({ demo: "disabled" });
    expect(await expand([role("dean")])).toEqual([]);
    const recipients = [role("dean")];
    expect(told(await expandRecipients({ ...asking(), demo: true }, { owner, recipients, content: content() }))).toEqual({ demo: "own" });
  });
});

describe("roles", () => {
  it("who holds one now, each once, also where they are named", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    await makeUser(db.database, "dean", units("u-arts"), "other");
    const ended = await makeUser(db.database, "dean", units("u-cs"), "ended");
    await endGrants(db.database, ended);
    const disabled = await makeUser(db.database, "dean", units("u-cs"), "disabled");
    await db.database.owner.query(`UPDATE app."user" SET disabled_at = $2 WHERE id = $1`, [disabled, now]);
    expect(told(await expand([role("dean"), user(dean), role("dean", "u-eng")]))).toEqual({ dean: "own", other: "own" });
  });

  it("narrowed to those whose grants lie within a unit", async () => {
    const scopes: Record<string, PlainScope> = {
      above: units("u-all"),
      eng: units("u-eng"),
      cs: units("u-cs"),
      arts: units("u-arts"),
      some: units("u-arts", "u-ee"),
      whole,
      course: { kind: "courses", courses: ["c-net"] },
      section: { kind: "sections", sections: ["s-art-1"] },
      kim: teaching("kim"),
      lee: teaching("lee"),
      advisor: { kind: "advisor", person: persons.park },
    };
    for (const [name, scope] of Object.entries(scopes)) await makeUser(db.database, "faculty", scope, name);
    await db.database.owner.query(
      `INSERT INTO warehouse.dim_program (id, org_unit_key) SELECT 'p-ee', org_unit_key FROM warehouse.dim_org_unit WHERE id = 'u-ee' ON CONFLICT DO NOTHING`,
    );
    await db.database.owner.query(
      `INSERT INTO warehouse.dim_student_version (student, valid_from, effective_from, effective_to, program_key, advisor, recorded_at, occurred_at, source, event_id)
       SELECT gen_random_uuid(), '2026-01-01', '-infinity', 'infinity', program_key, $1, now(), now(), 't', 'e' FROM warehouse.dim_program`,
      [persons.park],
    );
    const within = async (unit: string) => (await expand([role("faculty", unit)])).map(({ name }) => name).sort();
    expect(await within("u-eng")).toEqual(["advisor", "course", "cs", "eng", "kim", "some"]);
    expect(await within("u-arts")).toEqual(["arts", "lee", "section", "some"]);
    expect(await within("u-nowhere")).toEqual([]);
  });

  it("one alone: missing where they hold it no more, without asking for anybody else", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    await makeUser(db.database, "dean", units("u-arts"), "other");
    expect(told(await expand([role("dean")], {}, `user:${dean}`))).toEqual({ dean: "own" });
    await endGrants(db.database, dean);
    expect(await expand([role("dean")], {}, `user:${dean}`)).toEqual([]);
  });
});

describe("what is somebody's own", () => {
  it("departments are the units held, and of the whole institution the topmost", async () => {
    await makeUser(db.database, "dean", units("u-cs", "u-arts"), "dean");
    await makeUser(db.database, "viewer", whole, "board");
    await makeUser(db.database, "faculty", teaching("kim"), "kim");
    await makeUser(db.database, "viewer", units("u-gone"), "gone");
    const found = await expand([role("dean"), role("viewer"), role("faculty")], { kind: "department" });
    expect(told(found)).toEqual({ dean: "u-arts u-cs", board: "u-all", kim: "nothing-own", gone: "nothing-own" });
  });

  it("sections and their courses are those taught this term, or in the term asked for", async () => {
    await makeUser(db.database, "faculty", teaching("kim"), "kim");
    await makeUser(db.database, "faculty", teaching("lee"), "lee");
    await makeUser(db.database, "faculty", teaching("park"), "park");
    await makeUser(db.database, "dean", units("u-eng"), "dean");
    const all = [role("faculty"), role("dean")];
    expect(told(await expand(all, { kind: "section" }))).toEqual({
      kim: "s-net-1 s-os-1",
      lee: "s-art-1",
      park: "nothing-own",
      dean: "nothing-own",
    });
    expect(told(await expand(all, { kind: "course" }))).toEqual({
      kim: "c-net c-os",
      lee: "c-art",
      park: "nothing-own",
      dean: "nothing-own",
    });
    expect(told(await expand([role("faculty")], { kind: "section", term: "t-then" }))).toEqual({
      kim: "nothing-own",
      lee: "s-art-0",
      park: "nothing-own",
    });
  });

  it("a place that is named is given to whom it is in scope, and unknown ones to nobody", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "dean");
    await makeUser(db.database, "dean", units("u-arts"), "arts");
    const of = async (subject: ReportContent["subject"], kind: ReportContent["kind"]) =>
      told(await expand([role("dean")], { kind, subject }));
    expect(await of({ of: "org-unit", orgUnit: "u-cs" }, "department")).toEqual({ dean: "u-cs", arts: "out-of-scope" });
    expect(await of({ of: "course", course: "c-art" }, "course")).toEqual({ dean: "out-of-scope", arts: "c-art" });
    expect(await of({ of: "section", section: "s-nowhere" }, "section")).toEqual({ dean: "out-of-scope", arts: "out-of-scope" });
  });
});

it("equal eyes have one spelling, whatever the order of grants", () => {
  const none = { kind: "none" } as const;
  const eyes = (...scopes: PlainScope[]) => ({
    scope: { kind: "union" as const, scopes },
    studentScope: none,
    nameScope: none,
    studentLevel: false,
  });
  expect(eyesKey(eyes(units("a"), units("b")))).toBe(eyesKey(eyes(units("b"), units("a"))));
  expect(eyesKey(eyes(units("a"), units("b")))).not.toBe(eyesKey({ ...eyes(units("a"), units("b")), studentLevel: true }));
});
