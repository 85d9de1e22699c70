import { randomUUID } from "node:crypto";
import { signedIn, type Who } from "./who";

/** What an address names: each is tried with one of one's own, a foreign, an unknown and a malformed one. */
export const idKinds = ["unit", "course", "section", "program", "student", "meeting", "term", "kpi", "item"] as const;
export type IdKind = (typeof idKinds)[number];

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
};

/** A door that answers everybody alike. */
export type Public = { door: string; all: readonly number[]; because: string; body?: () => unknown; at?: () => string };
/** A door that no request comes through. */
export type Inner = { door: string; because: string };

const users = signedIn;
const holders = ["admin", "dean", "faculty", "advisor", "engineer", "viewer"] as const;
const seesStudents = ["admin", "dean", "faculty", "advisor"] as const;
const recordsRolls = ["admin", "dean", "faculty"] as const;
const mendsData = ["admin", "engineer"] as const;
const nobodyYet: readonly Who[] = [];

const entry = () => ({ entry: randomUUID() });
const asItIs = { mend: { kind: "fields", edits: [] } };
const nothingOfThese = { filter: { type: "no.such-type" } };
const rolled = (_: string, { student }: At) => ({ ...entry(), marks: [{ student, status: "present" }] });
const term = () => "term=t1";

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

  // One's own
  { door: "PUT /api/internal/password", body: () => ({ password: "short" }), open: users, ok: [400] },

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
  { door: "page /", open: users },
  { door: "page /overview", open: users },
  { door: "page /sections", open: users },
  { door: "page /students", open: users },
  { door: "page /data", open: mendsData },
  { door: "page /admin", open: ["admin"], ok: [200, 307] },
  { door: "page /rows/[kpi]", of: "kpi", open: users },
  { door: "page /sections/[id]", of: "section", open: reaches("section") },
  { door: "page /courses/[id]", of: "course", open: reaches("course") },
  { door: "page /departments/[id]", of: "unit", open: reaches("unit") },
  { door: "page /students/[id]", of: "student", open: seesStudents },
  { door: "page /password", open: users },

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
];

/** Whose scope holds the place of that kind on the side `mine`: a lecturer's a section and its course, and no unit. */
function reaches(of: "section" | "course" | "unit" | "program"): readonly Who[] {
  const ofUnits: readonly Who[] = ["admin", "dean", "engineer", "viewer"];
  const also: Readonly<Record<typeof of, readonly Who[]>> = {
    unit: nobodyYet,
    section: ["faculty", "advisor"],
    course: ["faculty", "advisor"],
    program: ["faculty", "advisor"],
  };
  return [...ofUnits, ...also[of], "reading key"];
}

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
  { door: "page /sign-in", all: [200, 307], because: "The way in; who is in is led on." },
  { door: "page /sign-in/link", all: [200], because: "The way in by a one-time link; the link is used by a POST." },
];

export const innerDoors: readonly Inner[] = [
  { door: "endpoint /live", because: "The handshake under the session's cookie: lib/live/server/handshake.pg.test.ts." },
  { door: "frame unsubscribe", because: "Ends one's own subscription; says and answers nothing." },
  { door: "job nightlyVerification", because: "Compares sums as the owner; its counts reach nobody but by doors of the data page." },
];
