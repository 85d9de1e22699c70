import { readQuery } from "@/lib/contracts/read-query";
import { archiveFilterSchema } from "@/lib/reports/archive/archive-filter";
import { listOwnReports } from "@/lib/reports/archive/list-own-reports";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** The reports that one was to get, the newest first. */
export const GET = (request: Request) =>
  answerUser(
    request,
    ({ services: { database, timeZone }, user }) =>
      listOwnReports(database, user.userId, readQuery(request, archiveFilterSchema), timeZone),
    "read",
  );
