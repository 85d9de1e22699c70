import { z } from "zod";
import { auditFilterSchema } from "@/lib/access/audit/audit-filter";
import { listEntries } from "@/lib/access/audit/list-entries";
import { readQuery } from "@/lib/contracts/read-query";
import { localeOf } from "@/lib/platform/locale";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

const askSchema = auditFilterSchema.extend({ before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() });

/** Entries that match, the newest first. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "audit:read",
    async ({ services: { database, vault, timeZone } }) => {
      const { before, ...filter } = readQuery(request, askSchema);
      return listEntries({ database, vault, timeZone, locale: localeOf(request.headers) }, filter, before ?? null);
    },
    200,
    "read",
  );
}
