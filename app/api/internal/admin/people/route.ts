import { invitationSchema } from "@/lib/access/administration/asked-shapes";
import { invitePerson } from "@/lib/access/administration/invite-person";
import { linkHours } from "@/lib/access/sign-in-links";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf } from "../administering";

export const dynamic = "force-dynamic";

/** Invites somebody: a user with a first grant, and the link that lets them in, told once. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "access:manage",
    async (ask) => {
      const { id, token } = await invitePerson(ask.services, administratorOf(ask), await readJsonBody(request, invitationSchema));
      return { id, path: `/sign-in/link?token=${token}`, hours: linkHours };
    },
    201,
  );
}
