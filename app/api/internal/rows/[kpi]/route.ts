import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { revealPeople } from "@/lib/access/reveal";
import { readParameters } from "@/lib/contracts/read-query";
import { parseKpiRequest } from "@/lib/kpis/answer-request";
import { answerRows } from "@/lib/kpis/answer-rows";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

const pageSchema = z.strictObject({
  page: z
    .string()
    .regex(/^(0|[1-9]\d*)$/, { message: "must be a whole number" })
    .transform(Number)
    .pipe(z.number().max(10_000))
    .default(0),
});

/** The facts behind a figure, asked for as the KPI API is, with `page` from 0: for who may see students. */
export async function GET(request: Request, context: { params: Promise<{ kpi: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    const parameters = new URL(request.url).searchParams;
    const pages = parameters.getAll("page").map((value) => ["page", value]);
    const { page } = readParameters(new URLSearchParams(pages), pageSchema);
    parameters.delete("page");
    const asked = parseKpiRequest((await context.params).kpi, parameters);
    const { database, timeZone } = services;
    const asking = { database, timeZone, now: services.now(), locale: localeOf(request.headers) };
    const { rows, more } = await answerRows(asking, user, asked, page);
    const people = await revealPeople(services, user, [...new Set(rows.flatMap(({ student }) => student ?? []))], {
      at: { screen: "rows", subject: `kpi:${asked.kpi}` },
      locale: asking.locale,
    });
    const named = rows.map((row) => ({ ...row, name: row.student === null ? null : (people.get(row.student)?.label ?? null) }));
    return Response.json({ rows: named, more }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
