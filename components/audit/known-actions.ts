import { type AuditAction, auditActions } from "@/lib/access/audit/audit-actions";

/** Null for one that an earlier version wrote and that has no words any more: it is shown as it is recorded. */
export const asKnown = (action: string): AuditAction | null => auditActions.find((one) => one === action) ?? null;
