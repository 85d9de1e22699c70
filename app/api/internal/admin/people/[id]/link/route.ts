import { z } from "zod";
import { renewLink } from "@/lib/access/administration/renew-link";
import { linkHours } from "@/lib/access/sign-in-links";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../../administering";

export const dynamic = "force-dynamic";

/** Another link for somebody, told once; the ones before it end. */
export function POST(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    await readJsonBody(request, z.strictObject({}));
    const token = await renewLink(ask.services.database, administratorOf(ask), (await context.params).id);
    return { path: `/sign-in/link?token=${token}`, hours: linkHours };
  });
}
