import { randomUUID } from "node:crypto";
import type { RoleContent } from "@/lib/access/administration/asked-shapes";
import { signedIn, type Who } from "./who";

/** What an address names: each is tried with one of one's own, a foreign, an unknown and a malformed one. */
const placed = ["unit", "course", "section", "program", "student", "meeting"] as const;
/** Somebody's own, and nobody else's but of whom it is said. */
const personal = ["session", "schedule", "run", "preview", "delivery", "alert", "notification", "webhook"] as const;
const others = ["term", "kpi", "item", "user", "grant", "role", "key", "version", "their session", "mapping"] as const;
export const idKinds = [...placed, ...personal, ...others] as const;
export type IdKind = (typeof idKinds)[number];
/** Whether it lies on one side, so that it is foreign to the other. */
export const isPlaced = (of: IdKind): boolean => placed.some((one) => one === of);
/** Whether it is of one person, so that it is foreign to others. */
export const isPersonal = (of: IdKind): boolean => personal.some((one) => one === of);

/** What bodies and addresses are put together from. */
export type At = {
  /** A student of the side `mine`. */
  student: string;
  /** A moment since which the past is kept. */
  since: string;
};

export type Row = {
  door: string;
  /** Who gets in, to what is theirs. */
  open: readonly Who[];
  of?: IdKind;
  /** Where the id goes; the door's own [parameter] where nothing is said. */
  at?: (id: string, at: At) => string;
  body?: (id: string, at: At) => unknown;
  /** Of the body: JSON where nothing is said. */
  type?: string;
  /** What those get who get in: 200 where nothing is said. */
  ok?: readonly number[];
  /** What the others get who are signed in: as if there were nothing. */
  shut?: number;
  /** What foreign and unknown ids get, both alike: 404, as if there were nothing. */
  missing?: number;
  /** What an id gets that could be nobody's: as unknown ones. */
  malformed?: number;
  /** What those get who are not signed in; pages lead to the sign-in. */
  out?: number;
  /** What is answered in a view, where that is neither what the viewed person gets nor the refusal to write. */
  inView?: readonly number[];
};

/** A door that answers everybody alike. */
export type Public = { door: string; all: readonly number[]; because: string; body?: () => unknown; at?: () => string };
/** A door that no request comes through. */
export type Inner = { door: string; because: string };

const users = signedIn;
const holders = ["admin", "dean", "faculty", "advisor", "engineer", "viewer", "auditor", "tutor"] as const;
const seesStudents = ["admin", "dean", "faculty", "advisor", "tutor"] as const;
const recordsRolls = ["admin", "dean", "faculty"] as const;
const mendsData = ["admin", "engineer"] as const;
const administers = ["admin"] as const;
const readsAudit = ["admin", "auditor"] as const;
const nobody: readonly Who[] = [];

const entry = () => ({ entry: randomUUID() });
const asItIs = { mend: { kind: "fields", edits: [] } };
const nothingOfThese = { filter: { type: "no.such-type" } };
const rolled = (_: string, { student }: At) => ({ ...entry(), marks: [{ student, status: "present" }] });
const term = () => "term=t1";
const empty = () => ({});
const wrongCode = () => ({ code: "000000" });

/** What administration finds and changes in the tests. */
export const administeredName = "The administered";
export const administeredRole: RoleContent = { name: administeredName, nameKo: null, home: "overview", permissions: [] };
const everywhere = { kind: "institution" } as const;
const given = { role: "viewer", scope: everywhere, until: null };
const policy = {
  attendance: { lateWeight: 0.5, excused: "excluded", absenceLimit: 0.25, chronicRate: 0.1, chronicMinimum: 10 },
  dropout: { window: "term", census: "term", countLeave: false },
  suppression: { threshold: 10 },
};
const draft = { policy, validFrom: "2199-01-01" };
const letter = (name: string, points: number) => ({ letter: name, points, failing: points === 0, low: points === 0 });
/** A report that is sent to nobody who is there, of an older version than any. */
const scheduled = {
  name: "Mornings",
  content: { kind: "institution", subject: { of: "own" } },
  timing: { rule: { every: "weekday", at: "07:30" }, zone: "Asia/Seoul", startsOn: "2026-03-02" },
  recipients: [{ to: "user", user: "00000000-0000-4000-8000-000000000000" }],
  delivery: {},
  version: 99,
};
let holidays = 0;
const dayOnce = () => new Date(Date.UTC(2190, 0, ++holidays)).toISOString().slice(0, 10);
const channels = { email: false, webhooks: [] };
const watched = (place: object) => ({
  kpi: "attendance-rate",
  place,
  program: null,
  over: "term",
  condition: { when: "below", value: 0.01 },
  band: 0,
  minimumN: 0,
  minimumMinutes: 0,
});
const aFigure = { of: "figure", what: "table", format: "csv", rows: 1, view: { kpi: "attendance-rate" } };

/** One line a door. What is not said here is said in `expected` (expected.ts). */
export const rows: readonly Row[] = [
  // Figures
  { door: "GET /api/v1/kpis", open: [...users, "reading key"] },
  { door: "GET /api/v1/kpis/[id]", of: "kpi", open: [...users, "reading key"] },
  ...(["section", "course", "unit", "program"] as const).map((of): Row => {
    const name = of === "unit" ? "orgUnit" : of;
    return { door: "GET /api/v1/kpis/[id]", of, at: (id) => `/api/v1/kpis/attendance-rate?${name}=${id}`, open: reaches(of) };
  }),
  { door: "GET /api/internal/why/[kpi]", of: "kpi", open: users },
  {
    door: "GET /api/internal/changes",
    of: "section",
    at: (id, { since }) => `/api/internal/changes?kpi=attendance-rate&since=${encodeURIComponent(since)}&section=${id}`,
    open: [...holders],
  },
  { door: "GET /api/internal/rows/[kpi]", of: "kpi", open: seesStudents },
  {
    door: "GET /api/internal/rows/[kpi]",
    of: "section",
    at: (id) => `/api/internal/rows/attendance-rate?section=${id}`,
    open: seesStudents,
  },
  {
    door: "POST /api/internal/places",
    of: "section",
    body: (id) => ({ named: [{ kind: "sections", id: decodeURIComponent(id) }] }),
    open: users,
    missing: 200,
  },
  { door: "POST /api/internal/places", body: () => ({ text: "else" }), open: users },
  { door: "POST /api/internal/places", body: () => ({ text: "Name of" }), open: users },

  // Students
  { door: "GET /api/internal/sections", at: () => `/api/internal/sections?${term()}`, open: users },
  { door: "GET /api/internal/students", at: () => `/api/internal/students?${term()}`, open: users },
  { door: "GET /api/internal/sections/[id]/students", of: "section", open: seesStudents },
  {
    door: "PUT /api/internal/looks",
    of: "term",
    body: (id) => ({ about: "advisees", term: decodeURIComponent(id) }),
    open: users,
    ok: [204],
  },

  // What is entered
  { door: "PUT /api/internal/meetings/[id]/roll", of: "meeting", body: rolled, open: recordsRolls },
  { door: "PUT /api/internal/meetings/[id]", of: "meeting", body: () => ({ ...entry(), status: "held" }), open: recordsRolls },
  {
    door: "POST /api/internal/sections/[id]/meetings",
    of: "section",
    body: () => ({ ...entry(), startsAt: "2026-04-02T09:00" }),
    open: recordsRolls,
    ok: [200, 409],
  },
  {
    door: "POST /api/internal/students/[id]/contacts",
    of: "student",
    body: () => ({ ...entry(), channel: "mail", note: "A note" }),
    open: seesStudents,
  },
  {
    door: "PUT /api/internal/students/[id]/reason",
    of: "student",
    body: () => ({ reason: "support", note: "" }),
    open: seesStudents,
    ok: [204],
  },

  // One's own: where a user is signed in, and how, is not seen by who looks as them
  { door: "PUT /api/internal/password", body: () => ({ password: "short" }), open: users, ok: [400] },
  { door: "GET /api/internal/account/sessions", open: users, inView: [404] },
  { door: "DELETE /api/internal/account/sessions/[id]", of: "session", open: users, ok: [204] },
  { door: "DELETE /api/internal/account/sessions", open: users },
  { door: "POST /api/internal/account/presence", open: users, ok: [204] },
  { door: "GET /api/internal/account/presence", open: users },
  { door: "GET /api/internal/account/second-factor", open: users, inView: [404] },
  { door: "POST /api/internal/account/second-factor", body: () => ({ current: "" }), open: users },
  { door: "PUT /api/internal/account/second-factor", body: wrongCode, open: users, ok: [403] },
  { door: "DELETE /api/internal/account/second-factor", body: wrongCode, open: users, ok: [403] },
  { door: "POST /api/internal/account/recovery-codes", body: wrongCode, open: users, ok: [403] },
  { door: "POST /api/internal/exports", body: () => aFigure, open: users, ok: [204] },

  // Reports that one was sent: those of others are nobody else's, and are not seen in a view
  { door: "GET /api/internal/reports/archive", open: users, inView: [404] },
  { door: "GET /api/internal/reports/documents/[delivery]", of: "delivery", open: users, inView: [404] },
  { door: "page /reports/archive", open: users, inView: [307] },
  // Alerts: of whoever is signed in; what somebody is told is not seen by who looks as them
  { door: "GET /api/internal/alerts", open: users, inView: [404] },
  { door: "GET /api/internal/alerts/events", open: users, inView: [404] },
  { door: "POST /api/internal/alerts", body: () => ({ name: "A rule", watch: watched({ kind: "own" }), channels }), open: holders },
  { door: "POST /api/internal/alerts/preview", body: () => ({ watch: watched({ kind: "own" }) }), open: holders },
  {
    door: "POST /api/internal/alerts",
    of: "section",
    body: (id) => ({ name: "A rule", watch: watched({ kind: "sections", id: decodeURIComponent(id) }), channels }),
    open: reaches("section").filter((who) => who !== "reading key"),
    out: 401,
  },
  {
    door: "POST /api/internal/alerts/preview",
    of: "unit",
    body: (id) => ({ watch: watched({ kind: "departments", id: decodeURIComponent(id) }) }),
    open: reaches("unit").filter((who) => who !== "reading key"),
    out: 401,
  },
  {
    door: "PUT /api/internal/alerts/[id]",
    of: "alert",
    body: () => ({ name: "A rule", watch: watched({ kind: "own" }), channels, version: 1 }),
    open: holders,
  },
  {
    door: "POST /api/internal/alerts/[id]/standing",
    of: "alert",
    body: () => ({ change: { do: "mute", minutes: 5 } }),
    open: users,
    ok: [204],
  },
  { door: "DELETE /api/internal/alerts/[id]", of: "alert", open: users, ok: [204] },
  { door: "GET /api/internal/notifications", open: users, inView: [404] },
  // Nothing is said of whether there is one.
  {
    door: "POST /api/internal/notifications/read",
    of: "notification",
    body: (id) => ({ id }),
    open: users,
    ok: [204],
    missing: 204,
    malformed: 400,
  },
  {
    door: "PUT /api/internal/notifications/settings",
    body: () => ({ locale: "en", timing: { zone: "Asia/Seoul", quiet: null, digest: { every: "none" } } }),
    open: users,
    ok: [204],
  },
  { door: "GET /api/internal/alerts/webhooks", open: administers },
  {
    door: "POST /api/internal/alerts/webhooks",
    body: () => ({ name: "A webhook", url: "https://receiver.example/hook" }),
    open: administers,
    ok: [201],
  },
  { door: "PUT /api/internal/alerts/webhooks/[id]", of: "webhook", body: () => ({ enabled: true }), open: administers },
  { door: "DELETE /api/internal/alerts/webhooks/[id]", of: "webhook", open: administers },

  // People and roles
  { door: "POST /api/internal/admin/people/search", body: empty, open: administers },
  {
    door: "POST /api/internal/admin/people",
    body: () => ({ ...given, email: `${randomUUID()}@example.org`, name: "Somebody", person: null }),
    open: administers,
    ok: [201],
  },
  { door: "GET /api/internal/admin/people/[id]", of: "user", open: administers },
  {
    door: "PUT /api/internal/admin/people/[id]",
    of: "user",
    body: () => ({ seen: { name: administeredName, boundTo: null, disabled: false }, name: administeredName }),
    open: administers,
  },
  { door: "GET /api/internal/admin/people/[id]/sight", of: "user", open: administers },
  {
    door: "GET /api/internal/admin/people/[id]/access",
    of: "user",
    at: (id) => `/api/internal/admin/people/${id}/access?kind=sections&id=s-mine`,
    open: administers,
  },
  {
    door: "POST /api/internal/admin/people/[id]/grants",
    of: "user",
    body: () => ({ ...given, role: "dean" }),
    open: administers,
    ok: [201],
  },
  { door: "POST /api/internal/admin/people/[id]/link", of: "user", body: empty, open: administers },
  { door: "GET /api/internal/admin/people/[id]/sessions", of: "user", open: administers },
  { door: "POST /api/internal/admin/sessions/[id]/end", of: "their session", body: empty, open: administers },
  { door: "POST /api/internal/admin/people/[id]/sessions/end", of: "user", body: empty, open: administers },
  {
    door: "PUT /api/internal/admin/grants/[id]",
    of: "grant",
    body: () => ({ seen: { endsAt: null }, until: null }),
    open: administers,
  },
  { door: "POST /api/internal/admin/grants/[id]/end", of: "grant", body: empty, open: administers },
  { door: "GET /api/internal/admin/roles", open: administers },
  {
    door: "POST /api/internal/admin/roles",
    body: () => ({ ...administeredRole, name: randomUUID() }),
    open: administers,
    ok: [201],
  },
  {
    door: "PUT /api/internal/admin/roles/[id]",
    of: "role",
    body: () => ({ seen: administeredRole, to: administeredRole }),
    open: administers,
  },
  { door: "POST /api/internal/admin/roles/[id]/remove", of: "role", body: empty, open: administers },
  { door: "POST /api/internal/admin/places", body: () => ({ text: "else" }), open: administers },
  { door: "POST /api/internal/admin/students", body: () => ({ number: "else-01" }), open: administers },

  // Sign-in by the institution's provider
  { door: "GET /api/internal/admin/sign-in", open: administers },
  {
    door: "POST /api/internal/admin/sign-in/mappings",
    body: () => ({ claim: randomUUID(), value: null, role: "viewer", scope: everywhere }),
    open: administers,
    ok: [201],
  },
  { door: "POST /api/internal/admin/sign-in/mappings/[id]/remove", of: "mapping", body: empty, open: administers },

  // Keys
  { door: "GET /api/internal/keys", open: administers },
  {
    door: "POST /api/internal/keys",
    body: () => ({ name: randomUUID(), can: ["kpis:read"], scope: everywhere, expiresOn: null, eventsPerSecond: null }),
    open: administers,
    ok: [201],
  },
  { door: "PUT /api/internal/keys/[id]", of: "key", body: () => ({ eventsPerSecond: 5 }), open: administers },
  {
    door: "POST /api/internal/keys/[id]/rotate",
    of: "key",
    body: () => ({ oldUntil: new Date(Date.now() + 3_600_000).toISOString() }),
    open: administers,
    ok: [201],
  },
  { door: "POST /api/internal/keys/[id]/end-old", of: "key", body: empty, open: administers },
  { door: "POST /api/internal/keys/[id]/revoke", of: "key", body: empty, open: administers },

  // Policies
  { door: "GET /api/internal/admin/policies", open: administers },
  { door: "POST /api/internal/admin/policies/preview", body: () => draft, open: administers },
  { door: "POST /api/internal/admin/policies", body: () => ({ ...draft, basedOn: 1 }), open: administers, ok: [201] },
  // The first one holds since ever: one that has begun is not withdrawn.
  { door: "POST /api/internal/admin/policies/[id]/withdraw", of: "version", body: empty, open: administers, ok: [409] },
  {
    door: "POST /api/internal/admin/policies/scales",
    body: () => ({ scale: "passed", letters: [letter("P", 1), letter("N", 0)] }),
    open: administers,
    ok: [202],
  },
  {
    door: "POST /api/internal/admin/policies/terms",
    body: () => ({
      ...entry(),
      term: "t-far",
      name: "Far",
      academicYear: "2199",
      startsOn: "2199-03-02",
      endsOn: "2199-06-19",
      censusOn: null,
    }),
    open: administers,
    ok: [202],
  },

  // Reports: one's own; the administrator manages those of all
  { door: "GET /api/internal/reports/schedules", open: users },
  { door: "POST /api/internal/reports/schedules", body: empty, open: users, ok: [400] },
  { door: "GET /api/internal/reports/schedules/[id]", of: "schedule", open: users },
  // An older version than any: it is told, and not written.
  { door: "PUT /api/internal/reports/schedules/[id]", of: "schedule", body: () => scheduled, open: users, ok: [409] },
  { door: "POST /api/internal/reports/schedules/[id]/pause", of: "schedule", body: empty, open: users },
  { door: "POST /api/internal/reports/schedules/[id]/resume", of: "schedule", body: empty, open: users },
  { door: "GET /api/internal/reports/schedules/[id]/runs", of: "schedule", open: users },
  { door: "POST /api/internal/reports/schedules/[id]/run", of: "schedule", body: empty, open: users, ok: [202] },
  { door: "POST /api/internal/reports/schedules/[id]/remove", of: "schedule", body: empty, open: users },
  { door: "POST /api/internal/reports/schedules/next", body: () => ({ timing: scheduled.timing }), open: users },
  { door: "GET /api/internal/reports/runs/[id]", of: "run", open: users },
  { door: "POST /api/internal/reports/runs/[id]/cancel", of: "run", body: empty, open: users },
  // Of what somebody sees there is a preview; who sees nothing is told so.
  {
    door: "POST /api/internal/reports/preview",
    body: () => ({ name: "Try", content: { kind: "institution", subject: { of: "own" } } }),
    open: users,
    ok: [202, 409],
  },
  { door: "GET /api/internal/reports/preview/[id]", of: "preview", open: users },
  { door: "GET /api/internal/reports/holidays", open: administers },
  { door: "POST /api/internal/reports/holidays", body: () => ({ day: dayOnce(), name: "Rest" }), open: administers, ok: [201] },
  { door: "POST /api/internal/reports/holidays/remove", body: () => ({ day: "2199-12-31" }), open: administers, ok: [404] },
  { door: "GET /api/internal/reports/addresses", open: administers },
  { door: "POST /api/internal/reports/recipients", body: () => ({ text: "else" }), open: administers },

  // The audit
  { door: "GET /api/internal/audit", open: readsAudit },
  { door: "POST /api/internal/audit/person", body: () => ({ id: "else-01" }), open: readsAudit },
  { door: "GET /api/internal/audit/state", open: readsAudit },
  { door: "POST /api/internal/audit/state", body: empty, open: readsAudit },
  {
    door: "POST /api/internal/exports",
    body: () => ({ of: "audit", format: "csv", rows: 1, filter: {} }),
    open: readsAudit,
    ok: [204],
  },

  // Seeing the product as somebody else: it ends at the end of the list
  { door: "GET /api/internal/view-as", open: administers },
  // Whoever may not begin one is not told that there is no such role.
  { door: "POST /api/internal/view-as", body: () => ({ role: "king", scope: everywhere }), open: administers, ok: [400] },

  // The data page
  ...["contracts", "sources", "verification", "quarantine"].map((of): Row => ({ door: `GET /api/internal/data/${of}`, open: mendsData })),
  { door: "POST /api/internal/data/verification", body: () => ({}), open: mendsData, ok: [202, 409] },
  { door: "POST /api/internal/data/quarantine/preview", body: () => nothingOfThese, open: mendsData },
  { door: "POST /api/internal/data/quarantine/replay", body: () => nothingOfThese, open: mendsData },
  { door: "GET /api/internal/data/quarantine/[id]", of: "item", open: mendsData },
  { door: "POST /api/internal/data/quarantine/[id]/preview", of: "item", body: () => asItIs, open: mendsData },
  { door: "POST /api/internal/data/quarantine/[id]/replay", of: "item", body: () => asItIs, open: mendsData },
  { door: "POST /api/internal/data/quarantine/[id]/discard", of: "item", body: () => ({ reason: "Not of ours" }), open: mendsData },

  // Pages
  // To whom nothing is open, their account says why.
  { door: "page /", open: holders, shut: 307 },
  { door: "page /overview", open: users },
  { door: "page /sections", open: users },
  { door: "page /students", open: users },
  { door: "page /data", open: mendsData },
  { door: "page /admin", open: readsAudit, ok: [307] },
  ...["people", "roles", "sign-in", "keys", "policies"].map((part): Row => ({ door: `page /admin/${part}`, open: administers })),
  { door: "page /admin/people/[id]", of: "user", open: administers, missing: 200 },
  { door: "page /admin/audit", open: readsAudit },
  { door: "page /reports", open: users },
  { door: "page /reports/new", open: users, inView: [404] },
  { door: "page /reports/[id]", of: "schedule", open: users },
  { door: "page /reports/runs/[id]", of: "run", open: users },
  { door: "page /account", open: users, inView: [307] },
  { door: "page /alerts", open: users, inView: [307] },
  { door: "page /rows/[kpi]", of: "kpi", open: users },
  { door: "page /sections/[id]", of: "section", open: reaches("section") },
  { door: "page /courses/[id]", of: "course", open: reaches("course") },
  { door: "page /departments/[id]", of: "unit", open: reaches("unit") },
  { door: "page /students/[id]", of: "student", open: seesStudents },
  { door: "page /password", open: users, inView: [307] },

  // What server.ts answers by itself
  {
    door: "endpoint /api/v1/events",
    at: () => "/api/v1/events",
    body: () => [],
    type: "application/cloudevents-batch+json",
    open: ["writing key"],
    shut: 401,
  },

  // The socket: `ok` is a snapshot or a touch, anything else is closed as not found.
  ...(["section", "course", "unit", "program"] as const).map((of): Row => ({ door: "frame subscribe", of, open: reaches(of) })),
  { door: "frame watch", of: "section", open: seesStudents },
  { door: "frame watch", of: "student", open: seesStudents },

  // The last over HTTP, for it ends the view of the one who is in one
  { door: "DELETE /api/internal/view-as", open: nobody, inView: [204] },
];

/** Whose scope holds the place of that kind on the side `mine`: a lecturer's a section and its course, and no unit. */
function reaches(of: "section" | "course" | "unit" | "program"): readonly Who[] {
  const ofUnits: readonly Who[] = ["admin", "dean", "engineer", "viewer", "auditor"];
  const also: Readonly<Record<typeof of, readonly Who[]>> = {
    unit: nobody,
    section: ["faculty", "advisor", "tutor"],
    course: ["faculty", "advisor", "tutor"],
    program: ["faculty", "advisor", "tutor"],
  };
  return [...ofUnits, ...also[of], "reading key"];
}

const noMailbox = "There is a mailbox in the demo only (mailbox.pg.test.ts); this run is none.";
const aMail = "/api/internal/reports/mailbox/00000000-0000-4000-8000-000000000000";

export const publicDoors: readonly Public[] = [
  { door: "GET /api/health", all: [200], because: "Says that the process lives." },
  { door: "GET /api/ready", all: [200], because: "Says whether it can serve, and which part is missing." },
  { door: "GET /api/v1/openapi.json", all: [200], because: "The interface's description, the same for everybody." },
  { door: "GET /metrics", all: [404], because: "Opens to its own key only; there is none in this run." },
  {
    door: "GET /api/auth/[...nextauth]",
    all: [200],
    at: () => "/api/auth/session",
    because: "next-auth: says until when the cookie holds.",
  },
  {
    door: "POST /api/auth/[...nextauth]",
    all: [200, 302],
    at: () => "/api/auth/callback/credentials",
    body: () => ({ username: "nobody@example.org", password: "wrong" }),
    because: "next-auth: without the token of its own cookie it does nothing but lead back to the sign-in.",
  },
  {
    door: "GET /print",
    all: [404],
    because: "Opens to the token of an order alone, whoever is signed in (lib/reports/rendering/print-token.pg.test.ts).",
  },
  { door: "page /reports/mailbox", all: [404, 307], because: noMailbox },
  { door: "GET /api/internal/reports/mailbox", all: [404, 401], because: noMailbox },
  { door: "GET /api/internal/reports/mailbox/[id]", all: [404, 401], at: () => aMail, because: noMailbox },
  {
    door: "GET /api/internal/reports/mailbox/[id]/attachments/[index]",
    all: [404, 401],
    at: () => `${aMail}/attachments/0`,
    because: noMailbox,
  },
  { door: "page /sign-in", all: [200, 307], because: "The way in; who is in is led on." },
  { door: "GET /api/internal/oidc/sign-out", all: [404], because: "Leads to the identity provider; there is none in this run." },
  {
    door: "POST /api/internal/oidc/back-channel-logout",
    all: [404],
    body: () => ({}),
    because: "The provider's own token is all that is believed (enter-by-oidc.pg.test.ts); there is no provider in this run.",
  },
  { door: "page /sign-in/code", all: [307], because: "The second step of a sign-in; without the first it leads back there." },
  { door: "page /sign-in/link", all: [200], because: "The way in by a one-time link; the link is used by a POST." },
];

export const innerDoors: readonly Inner[] = [
  { door: "endpoint /live", because: "The handshake under the session's cookie: lib/live/server/handshake.pg.test.ts." },
  { door: "frame unsubscribe", because: "Ends one's own subscription; says and answers nothing." },
  { door: "job nightly-verification", because: "Compares sums as the owner; its counts reach nobody but by doors of the data page." },
  { door: "job audit-anchor", because: "Writes the audit's head into a file beside the database: a number and a hash." },
  { door: "job nightly-audit-verification", because: "Reads the audit as the owner; what it finds is told by the audit's own doors." },
  { door: "job nightly-tidying", because: "Deletes what is kept no longer by the policy; counts are all that it says, in the audit." },
  { door: "job nightly-shortening", because: "Takes days off the log that the policy keeps no longer; shows nothing to anybody." },
  { door: "job recomputation", because: "Computes cells anew as the owner, as the aggregator does." },
];
