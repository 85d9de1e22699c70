import { newGrantSchema } from "@/lib/access/administration/asked-shapes";
import { giveGrant } from "@/lib/access/administration/give-grant";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../../administering";

export const dynamic = "force-dynamic";

/** Gives somebody a role over a scope, at once. */
export function POST(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(
    request,
    "access:manage",
    async (ask) => {
      const { database, timeZone } = ask.services;
      const wanted = await readJsonBody(request, newGrantSchema);
      return { id: await giveGrant(database, administratorOf(ask), (await context.params).id, wanted, timeZone) };
    },
    201,
  );
}
