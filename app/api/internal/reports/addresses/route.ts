import { localeOf } from "@/lib/platform/locale";
import { listAddresses } from "@/lib/reports/manage/list-addresses";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** Who outside of the institution is sent what, under which scope. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database } }) => ({
    addresses: await listAddresses(database, localeOf(request.headers) === "ko"),
  }));
}
