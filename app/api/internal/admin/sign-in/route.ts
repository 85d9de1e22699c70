import { showSignIn } from "@/lib/access/administration/show-sign-in";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { shownTo } from "../administering";

export const dynamic = "force-dynamic";

/** How the institution's people sign in, and what claims of its provider give. */
export const GET = (request: Request) =>
  answerPermitted(request, "access:manage", (ask) => showSignIn(ask.services, shownTo(ask, request).korean));
