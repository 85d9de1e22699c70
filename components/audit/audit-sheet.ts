import type { AuditEntryShown } from "@/lib/access/audit/audit-shape";
import type { Sheet } from "../exports/sheet";

/** Entries as machines read them: as recorded, with words for people at the end. */
export function auditSheet(entries: readonly AuditEntryShown[], words: (entry: AuditEntryShown) => string): Sheet {
  return {
    columns: ["entry", "at", "actor", "actor_name", "action", "subject", "subject_name", "people", "person", "detail"],
    rows: entries.map((entry) => [
      entry.entry,
      entry.at,
      entry.actor,
      entry.name,
      entry.action,
      entry.subject,
      entry.subjectName,
      entry.people,
      entry.person?.id ?? null,
      words(entry),
    ]),
  };
}
