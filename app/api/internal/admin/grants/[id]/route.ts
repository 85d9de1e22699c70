import { grantChangeSchema } from "@/lib/access/administration/asked-shapes";
import { changeGrant } from "@/lib/access/administration/change-grant";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../administering";

export const dynamic = "force-dynamic";

/** Sets, moves or takes away the last day of a grant. */
export function PUT(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    const { database, timeZone } = ask.services;
    const { id } = await context.params;
    await changeGrant(database, administratorOf(ask), id, await readJsonBody(request, grantChangeSchema), timeZone);
    return { id };
  });
}
