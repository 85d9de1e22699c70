import { createHash } from "node:crypto";
import type { MailTransport } from "@/lib/platform/mail/mail-transport";
import { inOwnWord, saidTogether } from "@/lib/platform/mail/own-words";
import type { Deliver, DeliveryOrder, DeliveryOutcome } from "../ports";
import { fileNameOf } from "./file-name";
import { archiveAddressOf } from "./report-address";
import type { ReportStore } from "./store/report-store";
import { writeMail } from "./write-mail";

export type DeliverPorts = {
  /** Null: there is no mail server, and this is no demo. */
  transport: MailTransport | null;
  stores: readonly ReportStore[];
  /** Whether the institution lets mails carry reports; else they lead to them. */
  attachments: boolean;
  /** The address that people use, for links. */
  base: string;
  timeZone: string;
  now: () => Date;
};

/** All mails of reports are of one list, by which readers can sort them. */
const list = (messageId: string) => ({
  id: `reports.${messageId.split("@").at(-1)?.replace(">", "") ?? "bellwether.invalid"}`,
  name: "Bellwether reports",
});

/**
 * Brings one recipient's copy to where it shall go: first into the stores, under a name that stays, then by mail, so that
 * what is tried again is not sent twice for a store that could not be reached.
 */
export function createDeliver({ transport, stores, attachments, base, timeZone, now }: DeliverPorts): Deliver {
  return async (order, signal) => {
    const done: string[] = [];
    const pdf = once(order.pdf);
    if (order.store) {
      const stored = await store(stores, order, pdf, signal);
      if (stored.outcome === "later") return stored;
      // A recipient does not go without for a setting that is missing; it is said.
      if (stored.outcome === "refused" && order.email === "none") return stored;
      done.push(stored.detail);
    }
    if (order.email !== "none") {
      const sent = await mail(order, pdf, signal);
      if (sent.outcome !== "sent") return sent;
      done.unshift(sent.detail);
    }
    return { outcome: "sent", detail: done.length === 0 ? inOwnWord("in-archive") : saidTogether(done) };
  };

  async function mail(order: DeliveryOrder, pdf: () => Promise<Buffer>, signal: AbortSignal): Promise<DeliveryOutcome> {
    if (transport === null) return { outcome: "refused", detail: inOwnWord("no-server") };
    const { rendered, messageId, to, locale } = order;
    const attached = order.email === "attached" && attachments;
    const written = writeMail(order, { timeZone, address: archiveAddressOf(base, order.id), attached });
    const at = now();
    const name = fileNameOf(rendered.title, rendered.processedThrough === null ? at : new Date(rendered.processedThrough), timeZone);
    const message = { messageId, to, ...written, list: list(messageId), language: locale, at };
    return transport.send({ ...message, attachments: attached ? [{ name, type: "application/pdf", bytes: await pdf() }] : [] }, signal);
  }
}

const noStore: DeliveryOutcome = { outcome: "refused", detail: inOwnWord("no-store") };

/** Into every store; one that cannot take it now has all of them tried again, which changes nothing where it is already. */
async function store(
  stores: readonly ReportStore[],
  { run, id, rendered }: DeliveryOrder,
  pdf: () => Promise<Buffer>,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  if (stores.length === 0) return noStore;
  const bytes = await pdf();
  const copy = { run, delivery: id, pdf: bytes, sha256: createHash("sha256").update(bytes).digest("hex"), title: rendered.title };
  let last: DeliveryOutcome = noStore;
  for (const one of stores) {
    last = await one.put(copy, signal);
    if (last.outcome !== "sent") return last;
  }
  return last;
}

/** The copy is read and stamped when it is first needed, and once. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
