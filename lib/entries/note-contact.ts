import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { textSchema } from "@/lib/contracts/values";
import { BellwetherError } from "@/lib/platform/errors";
import { personIdSchema } from "@/lib/privacy/vault";
import { beginEntry, type Entry, submitEntry } from "./entry";
import type { EntryPorts } from "./ports";

/** How a contact came about. Other systems may name channels of their own. */
export const contactChannels = ["call", "mail", "message", "conversation"] as const;

export const contactSchema = z.strictObject({
  entry: z.uuid(),
  channel: z.enum(contactChannels),
  note: textSchema.transform((text) => text.trim()),
});
export type Contact = z.infer<typeof contactSchema>;

/** Notes a contact with a student whom the user may see; not-found where unknown or out of scope, both alike. */
export async function noteContact(
  ports: EntryPorts,
  user: UserPrincipal,
  student: string,
  { entry: id, channel, note }: Contact,
): Promise<Entry> {
  const person = personIdSchema.safeParse(student);
  const visible =
    person.success &&
    (await withScopedRead(ports.database, user.studentScope, async (read) => {
      const rows = await read.query("SELECT FROM warehouse.dim_student WHERE student = $1", [student]);
      return rows.rowCount !== 0;
    }));
  const identity = visible ? (await ports.vault.identitiesOf([person.data])).get(person.data) : undefined;
  if (identity === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "student" });
  const entry = await beginEntry(ports, user, { id, kind: "contact", subject: student, people: [student], said: [channel, note] });
  const data = { contact: id, student: identity.id, channel, note: note === "" ? null : note };
  await submitEntry(ports, entry, [{ type: "contact.noted", time: entry.at, data }]);
  return entry;
}
