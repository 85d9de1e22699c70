import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import type { Asking } from "./answer-request";
import { type FactRow, listFactRows } from "./queries/list-fact-rows";
import { readContext } from "./read-context";
import { refuseFigures, refuseUnsupported } from "./refuse-unsupported";
import type { KpiRequest } from "./request";

/**
 * The facts behind a figure, for who may see students: within the part of the scope that is theirs student by
 * student. Readers of figures alone are refused as if there were nothing. Throws bad-request for what the KPI or the
 * list lacks.
 */
export async function answerRows(
  { database, timeZone, now }: Asking,
  user: UserPrincipal,
  request: KpiRequest,
  page: number,
): Promise<{ rows: FactRow[]; more: boolean }> {
  if (user.studentScope.kind === "none") throw new BellwetherError("not-found", "There is nothing here by this id.");
  refuseFigures(request, "Rows");
  refuseUnsupported(request);
  return withScopedRead(database, user.studentScope, async (read) => {
    const context = await readContext(read, request, localDay(now, timeZone));
    return listFactRows(read, request, context, page);
  });
}
