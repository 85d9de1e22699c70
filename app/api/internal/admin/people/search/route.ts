import { listPeople, peopleFilterSchema } from "@/lib/access/administration/list-people";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { shownTo } from "../../administering";

export const dynamic = "force-dynamic";

/**
 * Users that match. What is typed is somebody's name, and addresses end up in the logs of what stands before this
 * server: so it comes as a body.
 */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) =>
    listPeople(ask.services.database, await readJsonBody(request, peopleFilterSchema), shownTo(ask, request)),
  );
}
