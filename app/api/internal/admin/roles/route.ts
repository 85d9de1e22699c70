import { roleContentSchema } from "@/lib/access/administration/asked-shapes";
import { makeRole } from "@/lib/access/administration/change-roles";
import { listRoles } from "@/lib/access/administration/list-roles";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf } from "../administering";

export const dynamic = "force-dynamic";

/** The roles that can be given, with who holds them. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "access:manage", async ({ services: { database, now } }) => ({
    roles: await listRoles(database, now()),
  }));
}

/** Makes a role of the institution's own. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "access:manage",
    async (ask) => ({
      id: await makeRole(ask.services.database, administratorOf(ask), await readJsonBody(request, roleContentSchema)),
    }),
    201,
  );
}
