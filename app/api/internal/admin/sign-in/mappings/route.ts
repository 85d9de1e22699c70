import { addClaimMapping, newMappingSchema } from "@/lib/access/administration/change-mappings";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf } from "../../administering";

export const dynamic = "force-dynamic";

/** Adds what a claim gives. */
export const POST = (request: Request) =>
  answerPermitted(
    request,
    "access:manage",
    async (ask) => ({
      id: await addClaimMapping(ask.services.database, administratorOf(ask), await readJsonBody(request, newMappingSchema)),
    }),
    201,
  );
