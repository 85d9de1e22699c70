import * as z from "zod/mini";
import { type KpiAnswer, kpiAnswerSchema } from "@/lib/kpis/answer";
import type { ViewQuery } from "../protocol";
import { withMoment } from "./moment";

/** A figure over HTTP, as of a moment or, for null, now. */
export async function fetchKpi(view: ViewQuery, moment: string | null): Promise<KpiAnswer> {
  const { kpi, ...parameters } = view;
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`/api/v1/kpis/${kpi}?${withMoment(new URLSearchParams(given), moment)}`);
  if (!response.ok) throw new Error(await whyNot(response));
  return kpiAnswerSchema.parse(await response.json());
}

/** Rules by which nothing of a moment can be told, now or later. */
const untold: ReadonlySet<string> = new Set(["not-released", "before-history"]);
const problemSchema = z.object({ field: z.optional(z.string()), rule: z.optional(z.string()) });

async function whyNot(response: Response): Promise<string> {
  if (response.status === 404) return "not-found";
  const problem = problemSchema.safeParse(response.status === 400 ? await response.json().catch(() => null) : null).data;
  return problem?.field === "asOf" && untold.has(problem.rule ?? "") ? "not-then" : `status ${response.status}`;
}
