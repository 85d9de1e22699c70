import { createHash } from "node:crypto";

/** A UUID (version 8) that is made of what it stands for: processes that make the same one collide. */
export function idOf(...parts: readonly string[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const occurrenceId = (schedule: string, dueAt: Date): string => idOf("run", schedule, dueAt.toISOString());
export const renderingId = (run: string, key: string): string => idOf("rendering", run, key);
export const deliveryId = (run: string, recipient: string): string => idOf("delivery", run, recipient);
