import type { PolicyVersion } from "@/lib/kpis/policy-versions";
import type { Draft } from "./policy-draft";

/** The draft as the last version made. */
export function withDraft(versions: readonly PolicyVersion[], { policy, validFrom }: Draft): PolicyVersion[] {
  const version = Math.max(0, ...versions.map((one) => one.version)) + 1;
  return [...versions, { version, validFrom, policy }];
}

export const earlierDay = (day: string, other: string | undefined): string => (other !== undefined && other < day ? other : day);
