import * as z from "zod/mini";
import { isStorable, notStorable } from "@/lib/contracts/storable";
import { kpiIds } from "@/lib/kpis/question";

/** A rule on a KPI as data (docs/ALERTS.md). Browser-safe. Values are in the KPI's unit: a ratio is 0 to 1. */

/** Over which days a figure is: all of the term so far, this week (Monday to Sunday), or today. */
export const windows = ["term", "week", "day"] as const;
export type Window = (typeof windows)[number];

/** What a figure is held against when it fell or rose. */
export const references = ["previous-term", "previous-year", "week-before"] as const;
export type Reference = (typeof references)[number];

const figure = z.number().check(z.gte(0), z.lte(1_000));
/** A distance: no rule is about none. */
const distance = z.number().check(z.gte(0.001), z.lte(1_000));

export const conditionSchema = z.discriminatedUnion("when", [
  z.strictObject({ when: z.literal("below"), value: figure }),
  z.strictObject({ when: z.literal("above"), value: figure }),
  z.strictObject({ when: z.literal("fell"), by: distance, against: z.enum(references) }),
  z.strictObject({ when: z.literal("rose"), by: distance, against: z.enum(references) }),
  /** This week against the weeks before it, so far as chance does not explain it (lib/kpis/rank-deviations.ts). */
  z.strictObject({ when: z.literal("off-normal"), by: distance, side: z.enum(["below", "above", "either"]) }),
  /** Nothing came from a source, or from any, for so long. */
  z.strictObject({
    when: z.literal("stale"),
    source: z.nullable(z.string().check(z.minLength(1), z.maxLength(200), z.refine(isStorable, notStorable))),
    minutes: z.int().check(z.gte(1), z.lte(90 * 24 * 60)),
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;
export const conditionKinds = ["below", "above", "fell", "rose", "off-normal", "stale"] as const satisfies readonly Condition["when"][];

const id = z.string().check(z.minLength(1), z.maxLength(200), z.refine(isStorable, notStorable));

/** Where: all that the owner may see, or one place of it. */
export const watchedPlaceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("own") }),
  z.strictObject({ kind: z.literal("departments"), id }),
  z.strictObject({ kind: z.literal("courses"), id }),
  z.strictObject({ kind: z.literal("sections"), id }),
]);
export type WatchedPlace = z.infer<typeof watchedPlaceSchema>;

export const watchSchema = z.strictObject({
  kpi: z.enum(kpiIds),
  place: watchedPlaceSchema,
  program: z.nullable(id),
  over: z.enum(windows),
  condition: conditionSchema,
  /** How far a figure must come back past the line before the rule can fire again. */
  band: z.number().check(z.gte(0), z.lte(1_000)),
  /** Of fewer students nothing is said. */
  minimumN: z.int().check(z.gte(0), z.lte(1_000_000)),
  /** How long the condition must hold. */
  minimumMinutes: z.int().check(z.gte(0), z.lte(30 * 24 * 60)),
});
export type Watch = z.infer<typeof watchSchema>;

/** The bell always; the others where they are chosen. */
export const channelsSchema = z.strictObject({
  email: z.boolean(),
  webhooks: z.array(z.uuid()).check(z.maxLength(5)),
});
export type Channels = z.infer<typeof channelsSchema>;
