import type { PoolClient } from "pg";
import type { AuditAction } from "@/lib/access/audit/audit-actions";
import { writeAudit } from "@/lib/access/write-audit";
import type { Recipient } from "../recipients-shape";
import type { AskedSchedule } from "./asked-schedule";

export const reportSubject = (id: string): string => `report:${id}`;

type About = { actor: string; action: AuditAction; id: string; detail: Readonly<Record<string, unknown>> };

export const auditReport = (client: Pick<PoolClient, "query">, { actor, action, id, detail }: About) =>
  writeAudit(client, { actor, action, subject: reportSubject(id), detail });

/** What is sent when to whom, without naming anybody outside: of an address its domain alone stays for ever. */
export const inAuditWords = ({ name, content, timing, recipients, delivery }: AskedSchedule): Readonly<Record<string, unknown>> => ({
  name,
  content,
  timing,
  to: recipients.map(toWhom),
  delivery,
});

function toWhom(recipient: Recipient): string {
  switch (recipient.to) {
    case "user":
      return `user:${recipient.user}`;
    case "role":
      return recipient.within === null ? `role:${recipient.role}` : `role:${recipient.role} within org-unit:${recipient.within}`;
    case "address":
      return `outside:${recipient.address.split("@").at(-1) ?? ""}`;
  }
}
