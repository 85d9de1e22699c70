import { z } from "zod";
import { anchorFileIn, readAnchorFileIfAny } from "@/lib/access/audit/anchor-file";
import { readAuditState } from "@/lib/access/audit/read-state";
import { verifyAudit } from "@/lib/access/audit/verify-audit";
import { writeAudit } from "@/lib/access/write-audit";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** Whether the chain holds: when that was last looked into, and what came of it. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "audit:read", ({ services }) => readAuditState(services.database));
}

/** Verifies it now; answers once that is done. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "audit:read", async ({ services: { database, auditKey, config, now }, actor }) => {
    await readJsonBody(request, z.strictObject({}));
    await writeAudit(database.owner, { actor, action: "audit.verified" });
    const anchors = await readAnchorFileIfAny(anchorFileIn(config.dataDirectory));
    await verifyAudit({ database, key: auditKey, actor, now, anchors });
    return readAuditState(database);
  });
}
