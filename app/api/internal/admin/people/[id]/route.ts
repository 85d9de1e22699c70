import { personChangeSchema } from "@/lib/access/administration/asked-shapes";
import { changePerson } from "@/lib/access/administration/change-person";
import { getPerson } from "@/lib/access/administration/get-person";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext, shownTo } from "../../administering";

export const dynamic = "force-dynamic";

/** A user with all grants. */
export function GET(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) =>
    getPerson(ask.services, ask.user, (await context.params).id, shownTo(ask, request)),
  );
}

/** Changes a user's name, who they are in the records, and whether they may sign in. */
export function PUT(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    const { id } = await context.params;
    await changePerson(ask.services, administratorOf(ask), id, await readJsonBody(request, personChangeSchema));
    return getPerson(ask.services, ask.user, id, shownTo(ask, request));
  });
}
