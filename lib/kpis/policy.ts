import * as z from "zod/mini";
import { kpiIds } from "./question";

const idSchema = z.string().check(z.minLength(1), z.maxLength(200));
/** What is aimed at for one KPI in a unit with all beneath it, in a term, or both. */
const narrowTargetSchema = z
  .object({
    kpi: z.enum(kpiIds),
    orgUnit: z.optional(idSchema),
    term: z.optional(idSchema),
    value: z.number().check(z.minimum(0)),
  })
  .check(
    z.refine((target) => target.orgUnit !== undefined || target.term !== undefined, {
      path: ["orgUnit"],
      message: "needs a unit or a term",
      params: { rule: "required" },
    }),
  );
export type NarrowTarget = z.infer<typeof narrowTargetSchema>;

/** Days that something is kept for after it came to its end; null: for ever. */
const keptDays = z.nullable(z.int().check(z.minimum(1), z.maximum(3_650)));
/** The log is not for getting rid of in a hurry: what came wrong must be found before it goes. */
export const leastEventDays = 30;
const retentionSchema = z.object({
  sessions: keptDays,
  links: keptDays,
  attempts: keptDays,
  quarantine: keptDays,
  /** Releases that later ones took the place of: so far back `asOf` reaches for readers without student-level rights. */
  releases: z._default(keptDays, 730),
  // Later than the others: a policy that was made before does not say.
  documents: z._default(keptDays, 400),
  mails: z._default(keptDays, 30),
  /** Events of the log, of terms that are over; what holds is kept beside (lib/aggregator/checkpoint). */
  events: z._default(z.nullable(z.int().check(z.minimum(leastEventDays), z.maximum(3_650))), null),
});
export type Retention = z.infer<typeof retentionSchema>;
export const retained = [
  "sessions",
  "links",
  "attempts",
  "quarantine",
  "releases",
  "documents",
  "mails",
  "events",
] as const satisfies readonly (keyof Retention)[];

/** The institution's options (app.policy), versioned. */
export const policySchema = z.object({
  attendance: z.object({
    lateWeight: z.number().check(z.minimum(0), z.maximum(1)),
    /** Excused: left out, or counted as attended and expected. */
    excused: z.enum(["excluded", "attended"]),
    absenceLimit: z.number(),
    chronicRate: z.number(),
    chronicMinimum: z.number(),
  }),
  dropout: z.object({
    /** The term, or March to February with census on 1 April (Korean official practice). */
    window: z.enum(["term", "korean-year"]),
    census: z.enum(["term", "april-1"]),
    countLeave: z.boolean(),
  }),
  suppression: z.object({ threshold: z.int().check(z.minimum(3), z.maximum(30)) }),
  /** What the institution aims at, by KPI and in its unit: a ratio or grade points. */
  targets: z._default(z.partialRecord(z.enum(kpiIds), z.number().check(z.minimum(0))), {}),
  privacy: z._default(
    z.object({
      /**
       * When a reason is asked for before a look at a person is let through: never, or before the page of a student whom
       * the reader neither teaches nor advises (lib/access/look-reasons.ts).
       */
      lookUpReason: z.enum(["none", "student-pages"]),
    }),
    { lookUpReason: "none" },
  ),
  /** What is aimed at in a unit or term, before those (targets.ts). */
  narrowTargets: z._default(z.array(narrowTargetSchema).check(z.maxLength(500)), []),
  retention: z._default(retentionSchema, {
    sessions: 90,
    links: 30,
    attempts: 7,
    quarantine: null,
    releases: 730,
    documents: 400,
    mails: 30,
    events: null,
  }),
});
export type Policy = z.infer<typeof policySchema>;

/** An option by its path, as definitions name it: `dropout.window`. */
export const optionAt = (policy: Policy, path: string): unknown =>
  path.split(".").reduce<unknown>((part, name) => Reflect.get(Object(part), name), policy);
