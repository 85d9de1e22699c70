import * as z from "zod/mini";
import { kpiAnswerSchema, kpiGroupSchema } from "@/lib/kpis/answer";
import { comparisons, kpiIds } from "@/lib/kpis/question";

/**
 * The live protocol, version 1: every frame that crosses the socket, used at both ends (docs/LIVE.md).
 *
 * Transport: Socket.IO at the path `/live`, WebSocket only; a frame is an event with one argument. The
 * handshake carries next-auth's cookie: without a session that holds it is refused with the connect error
 * `unauthenticated`; a browser's foreign origin is refused with HTTP 403.
 *
 * A subscription is named by an id of the client's choice, unique in its connection; every frame about it
 * carries that id. Subscribing again with the same id replaces it. The server answers a subscription
 * with a snapshot (or, to one that resumes, with a delta), then sends deltas, at most 4 a second, and at
 * least one in 5 seconds while it follows the feed. An invalid frame is answered by `closed` with
 * `bad-request` and changes nothing else. Frames of the future may have more fields: ignore them.
 *
 * Positions are those of the feed, decimal numbers as text. An answer at position p holds whatever was
 * committed up to p, and nothing later (EXACT-3).
 */
export const protocolVersion = 1;

const idSchema = z.string().check(z.minLength(1), z.maxLength(100));
const positionSchema = z.string().check(z.regex(/^\d{1,19}$/));
const text = z.string().check(z.maxLength(200));

/** A question as the KPI API takes it, without `asOf`. Checked further as there: `bad-request`, `not-found`. */
export const viewQuerySchema = z.strictObject({
  kpi: z.enum(kpiIds),
  term: z.optional(text),
  from: z.optional(text),
  to: z.optional(text),
  orgUnit: z.optional(text),
  course: z.optional(text),
  section: z.optional(text),
  program: z.optional(text),
  yearOfStudy: z.optional(text),
  state: z.optional(z.enum(["final", "provisional"])),
  scale: z.optional(text),
  groupBy: z.optional(text),
  compare: z.optional(z.enum(comparisons)),
});
export type ViewQuery = z.infer<typeof viewQuerySchema>;

/**
 * Client: follow a view. `stream` and `position` together resume: where the server still has that stream
 * and the deltas after that position, it answers with one delta from there; else with a snapshot. Streams
 * are known to the process that began them, so that another process answers with a snapshot.
 */
export const subscribeSchema = z.strictObject({
  id: idSchema,
  view: viewQuerySchema,
  /** The language of labels. */
  locale: z._default(z.enum(["en", "ko"]), "en"),
  /** From the last snapshot. */
  stream: z.optional(z.string().check(z.maxLength(100))),
  /** Where the client's state stands: `position` of the last snapshot or `to` of the last delta. */
  position: z.optional(positionSchema),
});

/**
 * Client: hear when student-level facts change: of a section, of a student, or of all whom the reader advises. One of
 * the three is given. The facts are read over HTTP, under scope.
 */
export const watchSchema = z
  .strictObject({ id: idSchema, section: z.optional(text), student: z.optional(z.uuid()), students: z.optional(z.literal("advised")) })
  .check(
    z.refine((asked) => [asked.section, asked.student, asked.students].filter((one) => one !== undefined).length === 1, {
      message: "Give one of section, student and students.",
    }),
  );
/** What is watched. */
export type Watched = { section: string } | { student: string } | { students: "advised" };

/** Client: no more of this subscription. Not answered. */
export const unsubscribeSchema = z.strictObject({ id: idSchema });

/**
 * Why something ended or stands still. `field` names what was wrong with a request. Codes of `closed`:
 * `not-found` (unknown or out of scope, alike), `bad-request`, `forbidden`: final, ask no more;
 * `too-many-requests`, `unavailable`: ask again later. Codes of `goodbye`: `unauthenticated` (the session
 * ended: sign in), `slow-reader` and `too-many-requests` (connect again, after a pause).
 */
export const problemSchema = z.object({ code: z.string(), message: z.string(), field: z.optional(z.string()) });
export type LiveProblem = z.infer<typeof problemSchema>;

/**
 * Server: the whole answer; replaces whatever the client has. Sent on subscribing, to a reader that fell
 * behind further than the deltas kept, and where figures changed without the feed (a new day, a new policy).
 * `position` is `answer.watermark.position`.
 */
export const snapshotSchema = z.object({ id: z.string(), stream: z.string(), position: positionSchema, answer: kpiAnswerSchema });
export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * Server: what turns the answer at `from` into the answer at `to`. Fits only where the client's state
 * stands at `from`; else the client subscribes anew, without a position. To apply it:
 * `head` replaces everything but `groups`; each of `put` replaces the group of the same name or is new;
 * `order`, where given, names all groups of the new answer in their order, and what it does not name is
 * gone; where it is missing, groups are those of before in the order of before. A group's name is the JSON
 * of `keys`, or of `[key]`, and `#n` after it for the n-th repetition of a name, from 1.
 * With `from` = `to` and nothing put only the watermark's times moved: a sign of life.
 */
export const deltaSchema = z.object({
  id: z.string(),
  from: positionSchema,
  to: positionSchema,
  head: z.omit(kpiAnswerSchema, { groups: true }),
  put: z.array(kpiGroupSchema),
  order: z.optional(z.array(z.string())),
});
export type Delta = z.infer<typeof deltaSchema>;
export type DeltaBody = Pick<Delta, "head" | "put" | "order">;

/** Server: read what is watched again. Sent once when the watch is accepted, then at most 4 times a second. */
export const touchedSchema = z.object({ id: z.string(), position: positionSchema });

/**
 * Server: the view cannot be computed right now; the server tries on. What the client has may be behind
 * and is to be shown as stale, until a snapshot or delta of this id comes.
 */
export const staleSchema = z.object({ id: z.string(), problem: problemSchema });

/** Server: this subscription ended, or was not taken. Data shown under `not-found` and `forbidden` is to be dropped. */
export const closedSchema = z.object({ id: z.string(), problem: problemSchema });

/**
 * Server: whom the session shows the product to, once the handshake is settled and whenever it changes: `view` is the id
 * of a view as somebody else, null for the user's own; `access` is another text whenever what they hold is other, "" where it is nothing. A page that
 * was made under another one is to be made anew.
 */
export const identitySchema = z.object({ view: z.nullable(z.string()), access: z.string() });
export type Identity = z.infer<typeof identitySchema>;

/** Server: how much this user has been told and not read (docs/ALERTS.md): once connected, and whenever something of it changes, the number itself or not. Not in a view. */
export const notifiedSchema = z.object({ unread: z.int() });

export type ServerFrames = {
  snapshot: (frame: Snapshot) => void;
  delta: (frame: Delta) => void;
  touched: (frame: z.infer<typeof touchedSchema>) => void;
  stale: (frame: z.infer<typeof staleSchema>) => void;
  closed: (frame: z.infer<typeof closedSchema>) => void;
  identity: (frame: z.infer<typeof identitySchema>) => void;
  notified: (frame: z.infer<typeof notifiedSchema>) => void;
  /** The whole connection ends, and why. The server disconnects after it. */
  goodbye: (problem: LiveProblem) => void;
};
export type ClientFrames = {
  subscribe: (frame: z.input<typeof subscribeSchema>) => void;
  watch: (frame: z.input<typeof watchSchema>) => void;
  unsubscribe: (frame: z.input<typeof unsubscribeSchema>) => void;
};
