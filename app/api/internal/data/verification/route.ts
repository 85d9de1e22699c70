import { z } from "zod";
import { writeAudit } from "@/lib/access/write-audit";
import { listVerifications } from "@/lib/aggregator/verify/list-verifications";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerEngineer } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

/** The last runs of verify, the one under way with its progress. */
export function GET(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ services }) => ({ runs: await listVerifications(services.database) }));
}

/** Begins one; 409 where one runs, in whichever process. */
export function POST(request: Request): Promise<Response> {
  return answerEngineer(
    request,
    async ({ services, data, actor }) => {
      await readJsonBody(request, z.strictObject({}));
      const { id } = await data.verifier.start(actor);
      await writeAudit(services.database.owner, { actor, action: "verification.started", subject: `verification:${id}` });
      return { id };
    },
    202,
  );
}
