import type { Principal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import type { KpiAnswer } from "./answer";
import { computeKpi } from "./compute-kpi";
import { type KpiQuery, type KpiRequest, kpiRequestSchema } from "./request";

/** Reads a request from query parameters. Throws bad-request, naming the parameter. */
export function parseKpiRequest(kpi: string, parameters: URLSearchParams): KpiRequest {
  const names = [...parameters.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BellwetherError("bad-request", `${twice} is given twice.`, { field: twice, rule: "once" });
  return checkKpiQuery({ ...Object.fromEntries(parameters), kpi });
}

export function checkKpiQuery(query: unknown): KpiRequest {
  const parsed = kpiRequestSchema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue?.path[0] ?? "");
  if (field === "kpi") throw new BellwetherError("not-found", "There is no such KPI.", { field: "kpi" });
  const found: unknown = typeof query === "object" && query !== null ? Reflect.get(query, field) : undefined;
  throw new BellwetherError("bad-request", `${field}: ${issue?.message ?? "is not valid"}`, {
    field,
    rule: issue?.code === "unrecognized_keys" ? "unknown-parameter" : (issue?.code ?? "value"),
    found,
  });
}

export type Asking = { database: Database; timeZone: string; now: Date; locale: "en" | "ko" };

export function answerKpi(asking: Asking, principal: Principal, request: KpiRequest): Promise<KpiAnswer> {
  const reader = { studentLevel: principal.studentLevel, locale: asking.locale, today: localDay(asking.now, asking.timeZone) };
  const took = metrics().kpiSeconds.startTimer({ kpi: request.kpi });
  return withScopedRead(asking.database, principal.scope, (read) => computeKpi(read, request, reader)).finally(took);
}

export type { KpiQuery };
