import * as z from "zod/mini";
import { archivePageSchema } from "@/lib/reports/archive/archive-shape";
import { mailboxSchema, readMailSchema } from "@/lib/reports/mailbox/mailbox-shape";
import { DataProblem } from "../data/fetch-data";
import type { Filter } from "./archive-address";

const address = "/api/internal/reports";

const problemSchema = z.object({ code: z.string() });

async function ask<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const response = await fetch(`${address}${path}`);
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new DataProblem(problemSchema.safeParse(answer).data?.code ?? null);
  return schema.parse(answer);
}

const query = (parts: Readonly<Record<string, string | null | undefined>>) => {
  const named = Object.entries(parts).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
  return named.length === 0 ? "" : `?${new URLSearchParams(named)}`;
};

export const fetchReports = (filter: Filter, before: string | null) => ask(`/archive${query({ ...filter, before })}`, archivePageSchema);
export const fetchMails = (before: string | null) => ask(`/mailbox${query({ before })}`, mailboxSchema);
export const fetchMail = (id: string) => ask(`/mailbox/${encodeURIComponent(id)}`, readMailSchema);

export const documentHref = (delivery: string) => `${address}/documents/${encodeURIComponent(delivery)}`;
export const attachmentHref = (mail: string, index: number) => `${address}/mailbox/${encodeURIComponent(mail)}/attachments/${index}`;
