import { z } from "zod";
import { auditFilterSchema } from "@/lib/access/audit/audit-filter";
import { listEntries } from "@/lib/access/audit/list-entries";
import { recordSearch } from "@/lib/access/record-look";
import { readQuery } from "@/lib/contracts/read-query";
import { localeOf } from "@/lib/platform/locale";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

const askSchema = auditFilterSchema.extend({ before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() });

/** Entries that match, the newest first. That those of one person were asked for is recorded, as a search by their number is. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "audit:read",
    async ({ services: { database, vault, timeZone }, user }) => {
      const { before, ...filter } = readQuery(request, askSchema);
      if (filter.person !== undefined) await recordSearch(database, user, { person: filter.person, by: "pseudonym" });
      return listEntries({ database, vault, timeZone, locale: localeOf(request.headers) }, filter, before ?? null);
    },
    200,
    "read",
  );
}
