import { z } from "zod";
import { findStudent } from "@/lib/access/administration/find-student";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { idSchema } from "@/lib/contracts/values";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** A student by the institution's id. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "access:manage", async ({ services, user }) => {
    const { number } = await readJsonBody(request, z.strictObject({ number: idSchema }));
    return findStudent(services, user, number);
  });
}
