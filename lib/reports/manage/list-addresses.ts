import { z } from "zod";
import { placesOf } from "@/lib/access/place-scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { tellFailure } from "@/lib/platform/errors";
import { instantSql } from "@/lib/platform/instant-sql";
import { readRows } from "@/lib/platform/read-rows";
import { nameScopePlaces } from "@/lib/warehouse/queries/name-scope-places";
import { recipientSchema } from "../recipients-shape";
import type { addressesSchema } from "./schedule-shapes";

const rowSchema = z.object({
  recipient: recipientSchema,
  schedule: z.object({ id: z.string(), name: z.string(), owner: z.string(), pausedAt: z.string().nullable() }),
  lastSentAt: z.string().nullable(),
});

type OutsideAddress = z.infer<typeof addressesSchema>["addresses"][number];

/** Who outside is sent what, under which scope, and when they were sent it last; by address. */
export async function listAddresses(database: Database, korean: boolean): Promise<OutsideAddress[]> {
  const found = await database.owner.query(
    `SELECT s.id, given AS recipient, jsonb_build_object('id', s.id, 'name', s.name, 'owner', u.name, 'pausedAt', ${instantSql("s.paused_at")}) AS schedule,
       (SELECT ${instantSql("max(d.sent_at)")} FROM app.report_delivery d JOIN app.report_run r ON r.id = d.run
        WHERE r.schedule = s.id AND lower(d.address) = lower(given->>'address')) AS "lastSentAt"
     FROM app.report_schedule s JOIN app."user" u ON u.id = s.owner, jsonb_array_elements(s.recipients) given
     WHERE s.removed_at IS NULL AND given->>'to' = 'address' ORDER BY lower(given->>'address'), lower(s.name), s.id`,
  );
  const rows = readRows(rowSchema, found.rows, "schedule", tellFailure);
  const outside = rows.flatMap(({ recipient, ...row }) => (recipient.to === "address" ? [{ ...row, ...recipient }] : []));
  const places = outside.flatMap(({ scope }) => placesOf(scope));
  const named = await withScopedRead(database, { kind: "none" }, (read) => nameScopePlaces(read, places, korean));
  const nameOf = new Map(named.map(({ kind, id, name }) => [`${kind}/${id}`, name]));
  return outside.map(({ address, language, scope, schedule, lastSentAt }) => ({
    address,
    language,
    scope,
    schedule,
    lastSentAt,
    places: placesOf(scope).map((place) => ({ ...place, name: nameOf.get(`${place.kind}/${place.id}`) ?? place.id })),
  }));
}
