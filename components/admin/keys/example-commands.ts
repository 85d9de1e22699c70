import type { Ability } from "@/lib/access/principal";

/** Commands that use a key at once: what it may do, at the address that the page came from. */
export function exampleCommands(key: string, can: readonly Ability[], origin: string): string {
  const lines = [`KEY=${key}`];
  const authorization = `-H "Authorization: Bearer $KEY"`;
  if (can.includes("events:write"))
    lines.push(`curl -sS ${origin}/api/v1/events ${authorization} -H "Content-Type: application/x-ndjson" --data-binary @events.ndjson`);
  if (can.includes("kpis:read")) lines.push(`curl -sS ${origin}/api/v1/kpis/attendance-rate ${authorization}`);
  return lines.join("\n");
}
