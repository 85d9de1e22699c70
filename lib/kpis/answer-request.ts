import type { z } from "zod";
import { asOfMoment } from "@/lib/access/as-of";
import type { Principal } from "@/lib/access/principal";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { parametersOf, unknownParameter } from "@/lib/contracts/read-query";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import { metrics } from "@/lib/platform/metrics";
import type { KpiAnswer } from "./answer";
import { computeKpi } from "./compute-kpi";
import { computeReleased } from "./releases/compute-released";
import { shareAnswer } from "./releases/share-answer";
import { type KpiQuery, type KpiRequest, kpiRequestSchema } from "./request";

/** Reads a request from query parameters. Throws bad-request naming the parameter, the rule and what was found. */
export function parseKpiRequest(kpi: string, parameters: URLSearchParams): KpiRequest {
  const asked = parametersOf(parameters);
  if (parameters.has("kpi")) throw unknownParameter("kpi", parameters.get("kpi"), parameterNames);
  return checkKpiQuery({ ...asked, kpi });
}

/** The same for a query that came as an object. Throws not-found for an unknown KPI. */
export function checkKpiQuery(query: unknown): KpiRequest {
  const parsed = kpiRequestSchema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues.find(({ path }) => path[0] === "kpi") ?? parsed.error.issues[0];
  if (issue === undefined) throw new BellwetherError("bad-request", "The request is not valid.");
  const foundAt = (field: string): unknown => (typeof query === "object" && query !== null ? Reflect.get(query, field) : undefined);
  if (issue.code === "unrecognized_keys") throw unknownParameter(issue.keys[0] ?? "", foundAt(issue.keys[0] ?? ""), parameterNames);
  const field = String(issue.path[0] ?? "");
  if (field === "kpi") throw new BellwetherError("not-found", "There is no such KPI.", { field: "kpi" });
  throw new BellwetherError("bad-request", `${field}: ${issue.message}`, { field, rule: ruleOf(issue), found: foundAt(field) });
}

const parameterNames = Object.keys(kpiRequestSchema.shape).filter((name) => name !== "kpi");

/** Rules are named as the answers of the ingest name them. */
function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return "type";
    case "invalid_value":
      return "enum";
    case "too_small":
      return "min";
    case "too_big":
      return "max";
    case "invalid_format":
      return issue.format === "datetime" ? "date-time" : issue.format;
    case "custom":
      return typeof issue.params?.rule === "string" ? issue.params.rule : "value";
    default:
      return "value";
  }
}

export type Asking = {
  database: Database;
  timeZone: string;
  now: Date;
  locale: "en" | "ko";
  /** Students are counted exactly wherever fewer than this are sure. Released figures count none beyond their release. */
  countedBelow?: number;
};

export async function answerKpi(asking: Asking, principal: Principal, request: KpiRequest): Promise<KpiAnswer> {
  const asOf = request.asOf === undefined ? null : asOfMoment(request.asOf, asking.now);
  const today = localDay(asOf?.at ?? asking.now, asking.timeZone);
  const reader = { locale: asking.locale, today };
  const took = metrics().kpiSeconds.startTimer({ kpi: request.kpi });
  const moment = asOf?.at ?? asking.now;
  if (principal.studentLevel) {
    const { countedBelow = 0 } = asking;
    const exactly = (read: ScopedRead) => computeKpi(read, request, { ...reader, countedBelow });
    return await withScopedRead(asking.database, principal.scope, exactly, asOf).finally(took);
  }
  const { database } = asking;
  const { scope } = principal;
  const release = (read: ScopedRead) => computeReleased({ database, read, moment }, request, reader);
  const answer = async () => {
    const leave = await releasing.enter();
    return withScopedRead(database, scope, release, asOf).finally(leave);
  };
  return await shareAnswer(database, { scope, request, reader }, answer).finally(took);
}

/** They take longer than others: connections are left for those, in either bundle. */
const releasing = new Limit(3);

export type { KpiQuery };
