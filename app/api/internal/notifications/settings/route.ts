import { saveNoticeSettings } from "@/lib/alerts/notices/settings";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedSettings } from "../../alerts/asked";

export const dynamic = "force-dynamic";

/** How one wants to be told: language, quiet hours, digest. */
export function PUT(request: Request): Promise<Response> {
  return answerUser(request, async ({ services: { database }, user }) => {
    await saveNoticeSettings(database.owner, user.userId, await readJsonBody(request, askedSettings));
  });
}
