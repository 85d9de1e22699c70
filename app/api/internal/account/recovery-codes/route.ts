import { z } from "zod";
import { renewRecoveryCodes } from "@/lib/access/second-factor/second-factors";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

const code = z.strictObject({ code: z.string().max(60) });

/** Ten new ones in place of the old, by a code; shown this once. */
export const POST = (request: Request) =>
  answerUser(request, async ({ services, user }) => ({
    codes: await renewRecoveryCodes(services, user, (await readJsonBody(request, code, { quotes: false })).code),
  }));
