import * as z from "zod/mini";
import { placeScopeSchema } from "@/lib/access/place-scope";

/**
 * Reports as the screens' routes tell them, in zod's smaller form for the browser. That what is asked for may be told is
 * held by schedule-shapes.test.ts.
 */
const instant = z.iso.datetime({ offset: true });
const day = z.iso.date();

export const kindsShown = ["institution", "department", "course", "section"] as const;
export const periodsShown = ["term-to-date", "last-week"] as const;
export const comparesShown = ["previous-term", "previous-year", "target"] as const;
export const papersShown = ["a4", "letter"] as const;
export const languagesShown = ["en", "ko"] as const;
export const holidayRules = ["send", "skip", "next-working-day"] as const;
export const missedRules = ["once", "skip"] as const;
export const termEvents = ["start", "census", "mid-term", "end"] as const;
export const emailWays = ["attached", "link", "none"] as const;

export const shownContentSchema = z.object({
  kind: z.enum(kindsShown),
  subject: z.discriminatedUnion("of", [
    z.object({ of: z.literal("own") }),
    z.object({ of: z.literal("org-unit"), orgUnit: z.string() }),
    z.object({ of: z.literal("course"), course: z.string() }),
    z.object({ of: z.literal("section"), section: z.string() }),
  ]),
  term: z.nullable(z.string()),
  period: z.enum(periodsShown),
  program: z.nullable(z.string()),
  yearOfStudy: z.nullable(z.number()),
  compare: z.nullable(z.enum(comparesShown)),
  language: z.nullable(z.enum(languagesShown)),
  paper: z.enum(papersShown),
});

const at = z.string();
export const shownTimingSchema = z.object({
  rule: z.discriminatedUnion("every", [
    z.object({ every: z.literal("day"), at }),
    z.object({ every: z.literal("weekday"), at }),
    z.object({ every: z.literal("week"), on: z.array(z.number()), at }),
    z.object({ every: z.literal("month"), day: z.number(), at }),
    z.object({ every: z.literal("month-end"), day: z.literal("last-working-day"), at }),
    z.object({ every: z.literal("term"), event: z.enum(termEvents), weeks: z.number(), at }),
  ]),
  zone: z.string(),
  holidays: z.enum(holidayRules),
  inTermOnly: z.boolean(),
  startsOn: day,
  endsOn: z.nullable(day),
  missed: z.enum(missedRules),
});

export const shownRecipientSchema = z.discriminatedUnion("to", [
  z.object({ to: z.literal("user"), user: z.string() }),
  z.object({ to: z.literal("role"), role: z.string(), within: z.nullable(z.string()) }),
  z.object({ to: z.literal("address"), address: z.string(), scope: placeScopeSchema, language: z.enum(languagesShown) }),
]);
export type ShownRecipient = z.infer<typeof shownRecipientSchema>;

const deliverySchema = z.object({ email: z.enum(emailWays), store: z.boolean() });

const runStateSchema = z.enum(["waiting", "working", "done", "failed", "cancelled", "skipped"]);
export const runStates = runStateSchema.options;
export type RunState = z.infer<typeof runStateSchema>;

/** What names stand for, in the reader's language; what is there no more goes by its id. */
const calledSchema = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string() })),
  roles: z.array(z.object({ id: z.string(), name: z.string(), nameKo: z.nullable(z.string()) })),
  places: z.array(z.object({ kind: z.enum(["departments", "courses", "sections"]), id: z.string(), name: z.string() })),
});
export type Called = z.infer<typeof calledSchema>;

export const lastRunSchema = z.object({
  id: z.string(),
  purpose: z.enum(["scheduled", "now", "preview"]),
  state: runStateSchema,
  late: z.boolean(),
  dueAt: instant,
  firedAt: instant,
  endedAt: z.nullable(instant),
  /** Recipients, those that it reached, and those that it did not. */
  recipients: z.number(),
  reached: z.number(),
  failed: z.number(),
});
export type ListedRun = z.infer<typeof lastRunSchema>;

export const shownScheduleSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `choosesScope`: may send an address outside the figures of another scope than their own. */
  owner: z.object({ id: z.string(), name: z.string(), own: z.boolean(), managesAll: z.boolean(), choosesScope: z.boolean() }),
  content: shownContentSchema,
  timing: shownTimingSchema,
  recipients: z.array(shownRecipientSchema),
  delivery: deliverySchema,
  version: z.number(),
  pausedAt: z.nullable(instant),
  changedAt: instant,
  called: calledSchema,
  /** When it is due next; null while it is paused, and where it is over. */
  next: z.nullable(instant),
  last: z.nullable(lastRunSchema),
});
export type ShownSchedule = z.infer<typeof shownScheduleSchema>;

/** A report of which nothing else can be read: it is not sent, and can be paused and removed. */
export const unreadableScheduleSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ name: z.string(), own: z.boolean() }),
  pausedAt: z.nullable(instant),
});
export type UnreadableSchedule = z.infer<typeof unreadableScheduleSchema>;

export const schedulesSchema = z.object({ schedules: z.array(shownScheduleSchema), unreadable: z.array(unreadableScheduleSchema) });
export type ListedSchedules = z.infer<typeof schedulesSchema>;
export const runsSchema = z.object({ runs: z.array(lastRunSchema) });

/** The next runs of a timing, and what it leaves out among them. */
export const foreseenSchema = z.object({
  /** Of which zone days and times are. */
  zone: z.string(),
  runs: z.array(
    z.object({
      at: instant,
      /** The local day and wall-clock time of its zone, which a browser need not know. */
      day,
      time: z.string(),
      /** What rests on that day. */
      holiday: z.nullable(z.string()),
      inTerm: z.boolean(),
      /** The holiday that it was put off from. */
      movedFrom: z.nullable(z.object({ day, holiday: z.string() })),
    }),
  ),
  leftOut: z.object({ holidays: z.array(z.object({ day, holiday: z.string() })), outsideTerms: z.number() }),
  /** It goes by an event of terms, and no term that is known of has it still before it. */
  noTerm: z.boolean(),
});
export type Foreseen = z.infer<typeof foreseenSchema>;

export const holidaysSchema = z.object({ holidays: z.array(z.object({ day, name: z.string() })) });

export const addressesSchema = z.object({
  addresses: z.array(
    z.object({
      address: z.string(),
      language: z.enum(languagesShown),
      scope: placeScopeSchema,
      places: calledSchema.shape.places,
      schedule: z.object({ id: z.string(), name: z.string(), owner: z.string(), pausedAt: z.nullable(instant) }),
      lastSentAt: z.nullable(instant),
    }),
  ),
});

/** Whom a report can be sent to. */
export const candidatesSchema = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
});
export type Candidate = z.infer<typeof candidatesSchema>["users"][number];
