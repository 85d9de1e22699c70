import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { personIdSchema } from "@/lib/privacy/vault";
import type { AccessServices } from "./access-services";
import { lookReasons } from "./look-reason-list";
import { teachingScope } from "./narrow-scope";
import type { UserPrincipal } from "./principal";
import { readableStudents } from "./readable-students";

const longestNote = 500;

/** `other` says nothing by itself. */
export const lookReasonSchema = z
  .strictObject({
    reason: z.enum(lookReasons),
    note: z
      .string()
      .trim()
      .max(longestNote)
      .refine((text) => !text.includes("\u0000") && text.isWellFormed(), { params: { rule: "text" } }),
  })
  .refine(({ reason, note }) => reason !== "other" || note !== "", { path: ["note"], params: { rule: "required" } });
export type SaidReason = z.infer<typeof lookReasonSchema>;

/** As a look-up is recorded with it: `note` is sealed under the student's key, in base64. */
export type GivenReason = { reason: string; note?: string };

/** Whether the student is somebody else's: neither taught nor advised by the user. */
export async function isForeign({ database }: Pick<AccessServices, "database">, user: UserPrincipal, student: string): Promise<boolean> {
  return (await readableStudents(database, teachingScope(user.studentScope), [student])).length === 0;
}

/** The reason that the user gave for this student in this session; null where none was. */
export async function reasonGiven(
  { database }: Pick<AccessServices, "database">,
  { sessionId }: UserPrincipal,
  student: string,
): Promise<GivenReason | null> {
  const found = await database.owner.query<{ reason: string; note: string | null }>(
    "SELECT reason, sealed_note AS note FROM app.look_reason WHERE session_id = $1 AND person = $2",
    [sessionId, student],
  );
  const [row] = found.rows;
  return row === undefined ? null : { reason: row.reason, ...(row.note === null ? {} : { note: row.note }) };
}

/** Keeps a reason for the session, the latest where there are several. Throws not-found where unknown or out of scope, both alike. */
export async function giveReason(
  { database, vault, now }: Pick<AccessServices, "database" | "vault"> & { now: () => Date },
  user: UserPrincipal,
  student: string,
  { reason, note }: SaidReason,
): Promise<void> {
  const id = personIdSchema.safeParse(student);
  const [person] = id.success ? await readableStudents(database, user.studentScope, [id.data]) : [];
  if (person === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "student" });
  const [sealed = null] = note === "" ? [] : await vault.sealFor([{ person, text: note }]);
  await database.owner.query(
    `INSERT INTO app.look_reason (session_id, person, reason, sealed_note, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session_id, person) DO UPDATE SET reason = excluded.reason, sealed_note = excluded.sealed_note, at = excluded.at`,
    [user.sessionId, person, reason, sealed, now()],
  );
}
