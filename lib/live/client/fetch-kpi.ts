import { type KpiAnswer, kpiAnswerSchema } from "@/lib/kpis/answer";
import type { ViewQuery } from "../protocol";
import { withMoment } from "./moment";

/** A figure over HTTP, as of a moment or, for null, now. */
export async function fetchKpi(view: ViewQuery, moment: string | null): Promise<KpiAnswer> {
  const { kpi, ...parameters } = view;
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`/api/v1/kpis/${kpi}?${withMoment(new URLSearchParams(given), moment)}`);
  if (!response.ok) throw new Error(response.status === 404 ? "not-found" : `status ${response.status}`);
  return kpiAnswerSchema.parse(await response.json());
}
