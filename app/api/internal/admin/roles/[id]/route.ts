import { roleChangeSchema } from "@/lib/access/administration/asked-shapes";
import { changeRole } from "@/lib/access/administration/change-roles";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../administering";

export const dynamic = "force-dynamic";

/** Changes a role, at once for whoever holds it. */
export function PUT(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    const { id } = await context.params;
    await changeRole(ask.services.database, administratorOf(ask), id, await readJsonBody(request, roleChangeSchema));
    return { id };
  });
}
