import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { withdrawVersion } from "@/lib/policies/make-version";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

const versionSchema = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** Withdraws a version that has not begun; 409 for one that has. */
export function POST(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerPermitted(request, "policies:manage", async ({ services, actor }) => {
    await readJsonBody(request, z.strictObject({}));
    const version = versionSchema.safeParse((await context.params).id);
    if (!version.success) throw new BellwetherError("not-found", "There is no such version.", { field: "version" });
    await withdrawVersion(services.database, { version: version.data, actor, today: localDay(services.now(), services.timeZone) });
    return { version: version.data };
  });
}
