import type { RuleInput, RuleItem } from "@/lib/alerts/manage/rules-shape";
import { conditionsOf, problemOf, referencesOf, takesProgram, windowsOf } from "@/lib/alerts/rules/check-watch";
import { type Channels, type Condition, type Reference, type Watch, type Window, watchSchema } from "@/lib/alerts/rules/rule-shape";
import { definitionOf } from "@/lib/kpis/definitions";
import type { KpiId } from "@/lib/kpis/question";

/** A rule while it is written: what was typed stays as it was typed. Percents and points as people write them. */
export type Draft = {
  name: string;
  kpi: KpiId;
  place: { kind: Watch["place"]["kind"]; id: string; name: string };
  program: string;
  over: Window;
  when: Condition["when"];
  /** A line, or a distance. */
  amount: string;
  against: Reference;
  side: "below" | "above" | "either";
  source: string;
  minutes: string;
  band: string;
  minimumN: string;
  minimumMinutes: string;
  channels: Channels;
};

export const newDraft = (threshold: number): Draft => ({
  name: "",
  kpi: "attendance-rate",
  place: { kind: "own", id: "", name: "" },
  program: "",
  over: "week",
  when: "below",
  amount: "80",
  against: "previous-year",
  side: "below",
  source: "",
  minutes: "120",
  band: "1",
  minimumN: String(threshold),
  minimumMinutes: "30",
  channels: { email: true, webhooks: [] },
});

const scaleOf = (kpi: KpiId) => (definitionOf(kpi).unit === "ratio" ? 100 : 1);
/** Without the rounding of binary fractions: 0.07 is 7 and not 7.000000000000001. */
const typed = (value: number, kpi: KpiId) => String(Number((value * scaleOf(kpi)).toFixed(6)));

export function draftOf({ name, watch, channels, place }: RuleItem, korean: boolean): Draft {
  const { condition, kpi } = watch;
  const usual = newDraft(watch.minimumN);
  return {
    ...usual,
    name,
    kpi,
    place: watch.place.kind === "own" ? usual.place : { kind: watch.place.kind, id: watch.place.id, name: korean ? place.ko : place.en },
    program: watch.program ?? "",
    over: watch.over,
    when: condition.when,
    amount: "value" in condition ? typed(condition.value, kpi) : "by" in condition ? typed(condition.by, kpi) : usual.amount,
    against: "against" in condition ? condition.against : usual.against,
    side: "side" in condition ? condition.side : usual.side,
    source: condition.when === "stale" ? (condition.source ?? "") : "",
    minutes: condition.when === "stale" ? String(condition.minutes) : usual.minutes,
    band: typed(watch.band, kpi),
    minimumMinutes: String(watch.minimumMinutes),
    channels,
  };
}

/** A number as it was typed; NaN for none. */
const plain = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.trim()));
const numberIn = (text: string) => plain(text.replace(",", "."));
/** A count as people write it: "1,000" is a thousand, and not one. */
const countIn = (text: string) => plain(/^\s*\d{1,3}(,\d{3})+\s*$/.test(text) ? text.replaceAll(",", "") : text);

/** What is typed as a number. */
export type NumberField = "amount" | "minutes" | "band" | "minimumN" | "minimumMinutes";

/** The rule that was written; null where it does not hold together yet. */
export function watchIn(draft: Draft, released: boolean): Watch | null {
  const watch = watchSchema.safeParse(asked(draft));
  return watch.success && problemOf(watch.data, released) === null ? watch.data : null;
}

/** Which numbers are none that a rule can have. */
export function brokenIn(draft: Draft, released: boolean): ReadonlySet<NumberField> {
  const watch = watchSchema.safeParse(asked(draft));
  if (watch.success) return new Set(problemOf(watch.data, released)?.field === "watch.band" ? ["band"] : []);
  return new Set(watch.error.issues.flatMap(({ path: [part, inside] }) => numberField(part === "condition" ? inside : part) ?? []));
}

function numberField(part: PropertyKey | undefined): NumberField | null {
  switch (part) {
    case "value":
    case "by":
      return "amount";
    case "minutes":
    case "band":
    case "minimumN":
    case "minimumMinutes":
      return part;
    default:
      return null;
  }
}

function asked(draft: Draft): unknown {
  const { kpi, place, program, over } = draft;
  const scale = scaleOf(kpi);
  const stale = draft.when === "stale";
  return {
    kpi,
    place: place.kind === "own" ? { kind: "own" } : { kind: place.kind, id: place.id },
    program: program === "" || stale ? null : program,
    over: stale ? "term" : over,
    condition: conditionIn(draft, scale),
    band: stale ? 0 : numberIn(draft.band) / scale,
    minimumN: stale ? 0 : countIn(draft.minimumN),
    minimumMinutes: stale ? 0 : countIn(draft.minimumMinutes),
  };
}

function conditionIn({ when, amount, against, side, source, minutes }: Draft, scale: number): unknown {
  const value = numberIn(amount) / scale;
  switch (when) {
    case "below":
    case "above":
      return { when, value };
    case "fell":
    case "rose":
      return { when, by: value, against };
    case "off-normal":
      return { when, by: value, side };
    case "stale":
      return { when, source: source === "" ? null : source, minutes: countIn(minutes) };
  }
}

export function ruleIn(draft: Draft, watch: Watch): RuleInput {
  return { name: draft.name.trim(), watch, channels: draft.channels };
}

/** After a choice, whatever does not go with it any more is what does. */
export function settle(draft: Draft, released: boolean): Draft {
  const conditions = conditionsOf(draft.kpi);
  const when = conditions.includes(draft.when) ? draft.when : "below";
  const windows = when === "off-normal" ? (["week"] as const) : windowsOf(draft.kpi, released);
  const over = windows.find((one) => one === draft.over) ?? windows[0] ?? "term";
  const references = referencesOf(draft.kpi, over);
  const against = references.find((one) => one === draft.against) ?? "previous-year";
  return { ...draft, when, over, against, program: takesProgram(draft.kpi, released) ? draft.program : "" };
}

const usualAmounts: Readonly<Record<Condition["when"], readonly [ratio: string, points: string]>> = {
  below: ["80", "2.5"],
  above: ["10", "4"],
  fell: ["3", "0.3"],
  rose: ["3", "0.3"],
  "off-normal": ["1", "0.3"],
  stale: ["1", "1"],
};
/** A first amount for a condition and a KPI, to be written over. */
export const usualAmount = (when: Condition["when"], kpi: KpiId): string => usualAmounts[when][definitionOf(kpi).unit === "ratio" ? 0 : 1];
