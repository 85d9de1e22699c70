import { createHash } from "node:crypto";
import { z } from "zod";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { fileNameOf } from "../delivery/file-name";
import type { Stamp } from "../ports";
import { findOwnDocument, type OwnDocument } from "./find-own-document";
import { isStillTheirs } from "./still-theirs";

type Ports = { database: Database; stamp: Stamp; timeZone: string; now: () => Date };
export type OpenedDocument = { bytes: Buffer; name: string };

/**
 * A report for its reader alone, with their name on it, while they still hold what it shows (SCOPE-1); each time it is in
 * the audit. Throws not-found for anything else, whatever the reason, and internal where the document is not what was kept.
 */
export async function openDocument(ports: Ports, reader: UserPrincipal, id: string): Promise<OpenedDocument> {
  const { database, stamp, timeZone, now } = ports;
  const found = z.uuid().safeParse(id).success ? await findOwnDocument(database, reader.userId, id) : null;
  if (found === null || !(await isStillTheirs(database, reader, found, now()))) throw nothing();
  const kept = await readVerified(database, found);
  const bytes = await stamp(kept, { name: reader.name, locale: found.locale, paper: found.paper });
  await record(database, reader, found, now());
  return { bytes, name: fileNameOf(found.title, found.processedThrough ?? found.at, timeZone) };
}

const nothing = () => new BellwetherError("not-found", "There is no such document.");

/** Throws where what is kept is not what was rendered, and not-found where it went meanwhile. */
async function readVerified({ owner }: Database, { rendering, sha256 }: OwnDocument): Promise<Buffer> {
  const found = await owner.query<{ pdf: Buffer }>("SELECT pdf FROM app.report_document WHERE rendering = $1", [rendering]);
  const pdf = found.rows[0]?.pdf;
  if (pdf === undefined) throw nothing();
  if (createHash("sha256").update(pdf).digest("hex") !== sha256)
    throw new BellwetherError("internal", "This document is not the one that was kept.", { rule: "checksum" });
  return pdf;
}

async function record({ owner }: Database, reader: UserPrincipal, { run, delivery, sha256 }: OwnDocument, now: Date): Promise<void> {
  await withTransaction(owner, async (client) => {
    if (delivery !== null)
      await client.query("UPDATE app.report_delivery SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL", [delivery, now]);
    const subject = delivery === null ? `report-preview:${run}` : `report:${delivery}`;
    await writeAudit(client, inAudit(reader, { action: "report.opened", subject, detail: { run, sha256 } }));
  });
}
