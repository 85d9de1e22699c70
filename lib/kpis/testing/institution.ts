import { combine, type Principal, type UserPrincipal } from "@/lib/access/principal";
import { builtInRoles, type Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { Ingest } from "@/lib/ingest/ingest";
import type { Database } from "@/lib/platform/database";
import { testVaultKey } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { KpiAnswer } from "../answer";
import { type Asking, answerKpi, parseKpiRequest } from "../answer-request";

export const zone = "Asia/Seoul";

/** A campus event as somebody outside would send it. */
export type Sent = { type: string; time: string; recordedtime?: string; data: Record<string, unknown> };

/** An event at noon in Seoul. `recorded`: the day on which it was written down, where that is another. */
export const on = (day: string, type: string, data: Record<string, unknown>, recorded?: string): Sent => ({
  type,
  time: `${day}T12:00:00+09:00`,
  ...(recorded === undefined ? {} : { recordedtime: `${recorded}T12:00:00+09:00` }),
  data,
});

/** The public doors of a whole system: events in through the ingest, drained by the aggregator, questions answered. */
export class Institution {
  private sent = 0;
  private readonly ingest: Ingest;
  /** The local day on which questions are asked. */
  today = "2026-04-20";

  private constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {
    this.ingest = new Ingest(database, vault);
  }

  static async open(database: Database): Promise<Institution> {
    return new Institution(database, await Vault.open(database, testVaultKey));
  }

  /** Sends events in this order, as one body, and applies them. */
  async send(...events: readonly Sent[]): Promise<void> {
    const lines = events.map((event) => {
      this.sent += 1;
      return `${JSON.stringify({ specversion: "1.0", id: `e-${this.sent}`, source: "urn:test:sis", ...event })}\n`;
    });
    const head = { contentType: "application/x-ndjson", contentEncoding: undefined, keyId: null };
    const answer = await this.ingest.receive(
      (async function* () {
        for (const line of lines) yield Buffer.from(line);
      })(),
      head,
    );
    if (answer.accepted !== events.length) throw new Error(`Not all events were accepted: ${JSON.stringify(answer)}`);
    await drainOnce(this.database, zone);
  }

  /** From this moment on the past is kept; policies that are there were there before. */
  async beginHistory(at: string): Promise<void> {
    await this.database.owner.query("UPDATE warehouse.history_begin SET began_at = $1", [at]);
    await changePolicies(this.database, `UPDATE app.policy SET created_at = '${at}'`);
  }

  /** Sends events as `send` does, and has them committed at this moment. */
  async sendAt(at: string, ...events: readonly Sent[]): Promise<void> {
    const head = await this.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
    await this.send(...events);
    for (const table of ["feed_commit", "feed"]) {
      await this.database.owner.query(`UPDATE warehouse.${table} SET committed_at = $1 WHERE position > $2`, [at, head.rows[0]?.position]);
    }
  }

  /** Somebody with a session and these roles. */
  reader(...grants: readonly { role: Role; scope: PlainScope }[]): UserPrincipal {
    const [userId, sessionId] = ["00000000-0000-4000-8000-0000000000f1", "00000000-0000-4000-8000-0000000000f2"];
    return {
      kind: "user",
      userId,
      sessionId,
      name: "Reader",
      email: "reader@example.edu",
      ...combine(grants.map(({ role, scope }) => ({ role: builtInRoles[role], scope }))),
    };
  }

  get admin(): UserPrincipal {
    return this.reader({ role: "admin", scope: { kind: "institution" } });
  }

  get viewer(): UserPrincipal {
    return this.reader({ role: "viewer", scope: { kind: "institution" } });
  }

  dean(...orgUnits: string[]): UserPrincipal {
    return this.reader({ role: "dean", scope: { kind: "org-units", orgUnits } });
  }

  /** A lecturer or an advisor, by the institution's id of the person. */
  async bound(role: "faculty" | "advisor", institutionId: string): Promise<UserPrincipal> {
    const person = await this.vault.personOf(institutionId);
    if (person === null) throw new Error(`Nobody is known as ${institutionId}`);
    return this.reader({ role, scope: { kind: role === "faculty" ? "instructor" : "advisor", person } });
  }

  /** Somebody to whom single students were given, by the institution's ids. */
  async givenStudents(...institutionIds: string[]): Promise<UserPrincipal> {
    const students = await Promise.all(institutionIds.map((id) => this.vault.personOf(id)));
    return this.reader({ role: "advisor", scope: { kind: "students", students: students.flatMap((student) => student ?? []) } });
  }

  /** Asks as an address would: `attendance-rate?groupBy=week`. */
  async ask(address: string, principal: Principal = this.admin, locale: "en" | "ko" = "en"): Promise<KpiAnswer> {
    const [kpi, query] = address.split("?");
    const request = parseKpiRequest(kpi ?? "", new URLSearchParams(query ?? ""));
    return answerKpi(this.asking(locale), principal, request);
  }

  /** Who asks when and where, for what else can be asked. */
  asking(locale: "en" | "ko" = "en"): Asking {
    return { database: this.database, timeZone: zone, now: new Date(`${this.today}T03:00:00Z`), locale };
  }

  /** The policy that holds from now on, beside the default. */
  async setPolicy(change: { attendance?: object; dropout?: object; suppression?: object; targets?: object }): Promise<void> {
    await this.database.owner.query(
      `INSERT INTO app.policy (version, valid_from, document)
       SELECT version + 1, '-infinity', document || jsonb_build_object('attendance', document->'attendance' || $1::jsonb,
         'dropout', document->'dropout' || $2::jsonb, 'suppression', document->'suppression' || $3::jsonb,
         'targets', coalesce(document->'targets', '{}') || $4::jsonb)
       FROM app.policy ORDER BY version DESC LIMIT 1`,
      [change.attendance ?? {}, change.dropout ?? {}, change.suppression ?? {}, change.targets ?? {}].map((part) => JSON.stringify(part)),
    );
  }

  async defaultPolicy(): Promise<void> {
    await changePolicies(this.database, "DELETE FROM app.policy WHERE version > 1");
  }
}

/** Versions are kept as they were made; a test says what was made, and when. */
export async function changePolicies(database: Database, statement: string): Promise<void> {
  await database.owner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statement}; COMMIT`);
}

/** The groups of an answer as [key or keys, value, measures], to be read at a glance. */
export const table = (answer: KpiAnswer) =>
  (answer.groups ?? []).map((group) => [group.keys ?? group.key, group.value, group.measures] as const);
