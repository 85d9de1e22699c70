import { listRules } from "@/lib/alerts/manage/list-rules";
import type { RuleList } from "@/lib/alerts/manage/rules-shape";
import { makeRule } from "@/lib/alerts/manage/save-rule";
import { readNoticeSettings } from "@/lib/alerts/notices/settings";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedRule } from "./asked";
import { askingOf } from "./asking";

export const dynamic = "force-dynamic";

/** One's own rules, and how one wants to be told. */
export function GET(request: Request): Promise<Response> {
  return answerUser(request, async ({ services, user }): Promise<RuleList> => {
    const { database, timeZone, locale } = askingOf(services, request);
    return {
      ...(await listRules(database, user)),
      settings: await readNoticeSettings(database.owner, user.userId, { timeZone, locale }),
    };
  });
}

/** Makes a rule. */
export function POST(request: Request): Promise<Response> {
  return answerUser(request, async ({ services, user }) => {
    const asked = await readJsonBody(request, askedRule);
    return { id: await makeRule(askingOf(services, request), user, asked) };
  });
}
