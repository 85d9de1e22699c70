import type { DeliveryOutcome } from "@/lib/reports/ports";

export type Mail = { to: string; subject: string; text: string; html: string; messageId: string; language: "en" | "ko" };

/** Hands one mail over. `messageId` is the same however often it is tried. Throws nothing but what is our own fault. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<DeliveryOutcome>;
