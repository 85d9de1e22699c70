import type { PoolClient } from "pg";
import { requireShown, type Sight } from "@/lib/access/chosen-scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { findDepartment } from "@/lib/warehouse/queries/find-place";
import { requireKnownPlaces } from "@/lib/warehouse/require-known-places";
import type { Delivery, Recipient } from "../recipients-shape";
import type { Editor } from "./editor";

type Rights = {
  editor: Editor;
  /** Whose report it is: under their right it is sent, whoever changes it. */
  owner: { userId: string; managesAll: boolean };
};

/** A report for its owner needs nothing; others, addresses outside and the institution's store need `reports:manage`. Throws forbidden. */
export function refuseOthers({ recipients, delivery }: { recipients: readonly Recipient[]; delivery: Delivery }, rights: Rights): void {
  const other = recipients.findIndex((one) => one.to !== "user" || one.user !== rights.owner.userId);
  const field = other >= 0 ? `recipients.${other}` : delivery.store ? "delivery.store" : null;
  if (field === null) return;
  if (!rights.editor.managesAll)
    throw new BellwetherError("forbidden", "You may schedule reports for yourself only.", { field, rule: "reports:manage" });
  if (!rights.owner.managesAll)
    throw new BellwetherError("forbidden", "Whose report this is may send to nobody but themselves.", { field, rule: "owner" });
}

/** Whoever sends to an address outside may read there too: its scope is one that each of them may be shown. Throws forbidden. */
export function refuseOtherScopes({ recipients }: { recipients: readonly Recipient[] }, sights: readonly Sight[]): void {
  for (const [index, one] of recipients.entries())
    if (one.to === "address") for (const sight of sights) requireShown(sight, one.scope, `recipients.${index}.scope`);
}

/** An address outside can neither sign in nor look into the archive: it gets the document itself. Throws bad-request. */
export function refuseUnopened({ recipients, delivery }: { recipients: readonly Recipient[]; delivery: Delivery }): void {
  if (delivery.email === "attached" || !recipients.some(({ to }) => to === "address")) return;
  throw refused("delivery.email", "outside", "An address outside gets the document attached: it cannot sign in.", delivery.email);
}

/** Of an institution that has set no store no copy would ever be there. Throws bad-request. */
export function refuseStored({ delivery }: { delivery: Delivery }): void {
  if (!delivery.store) return;
  throw refused("delivery.store", "no-store", "There is no folder or store that copies could be put into.", delivery.store);
}

/** Users, roles and places that recipients name must be there. Throws bad-request with the first that is not. */
export async function checkRecipients(
  client: Pick<PoolClient, "query">,
  read: ScopedRead,
  recipients: readonly Recipient[],
): Promise<void> {
  const seen = new Set<string>();
  for (const [index, recipient] of recipients.entries()) {
    const field = `recipients.${index}`;
    const key = keyOf(recipient);
    if (seen.has(key)) throw refused(field, "unique", "Name each recipient once.", key);
    seen.add(key);
    switch (recipient.to) {
      case "user":
        if (!(await isUser(client, recipient.user))) throw refused(field, "known", "There is no such user.", recipient.user);
        break;
      case "role":
        if (!(await isRole(client, recipient.role))) throw refused(field, "known", "There is no such role.", recipient.role);
        if (recipient.within !== null && (await findDepartment(read, recipient.within, false)) === null)
          throw refused(`${field}.within`, "known", "There is no such unit.", recipient.within);
        break;
      case "address":
        await requireKnownPlaces(read, recipient.scope, `${field}.scope`);
        break;
    }
  }
}

const refused = (field: string, rule: string, message: string, found: string | boolean) =>
  new BellwetherError("bad-request", message, { field, rule, found });

/** The same person twice would be sent one report only: what is listed says what will be. */
const keyOf = (recipient: Recipient): string => {
  switch (recipient.to) {
    case "user":
      return `user:${recipient.user}`;
    case "role":
      return `role:${recipient.role}:${recipient.within ?? ""}`;
    case "address":
      return `address:${recipient.address.toLowerCase()}`;
  }
};

const isUser = async (client: Pick<PoolClient, "query">, id: string) =>
  (await client.query(`SELECT FROM app."user" WHERE id = $1 AND disabled_at IS NULL`, [id])).rowCount === 1;
const isRole = async (client: Pick<PoolClient, "query">, id: string) =>
  (await client.query("SELECT FROM app.role WHERE id = $1 AND removed_at IS NULL", [id])).rowCount === 1;
