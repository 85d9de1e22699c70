import { z } from "zod";
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, secondFactorState } from "@/lib/access/second-factor/second-factors";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

const code = z.strictObject({ code: z.string().max(60) });
const current = z.strictObject({ current: z.string().max(200) });
/** What is typed here is not said back. */
const silent = { quotes: false };

/** Whether one has a second factor, and how many recovery codes are left. */
export const GET = (request: Request) => answerUser(request, ({ services, user }) => secondFactorState(services, user.userId));

/** Begins to set one: the secret, for this once. */
export const POST = (request: Request) =>
  answerUser(request, async ({ services, user }) =>
    beginSecondFactor(services, user, (await readJsonBody(request, current, silent)).current),
  );

/** Sets it, by the first code of it: the recovery codes, for this once. */
export const PUT = (request: Request) =>
  answerUser(request, async ({ services, user }) => ({
    codes: await confirmSecondFactor(services, user, (await readJsonBody(request, code, silent)).code),
  }));

/** Removes it, by a code. */
export const DELETE = (request: Request) =>
  answerUser(request, async ({ services, user }) => removeSecondFactor(services, user, (await readJsonBody(request, code, silent)).code));
