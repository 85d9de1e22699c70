import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type SignInSettings, signInSettingsKey, signInSettingsSchema } from "./sign-in-settings";
import { writeAudit } from "./write-audit";

/** Changes one setting by its name, as somebody typed it. Throws bad-request by field, not-found for an unknown role. */
export async function changeSignInSetting(database: Database, actor: string, name: string, text: string): Promise<SignInSettings> {
  const key = z.keyof(signInSettingsSchema).safeParse(name);
  if (!key.success) {
    const names = Object.keys(signInSettingsSchema.shape);
    throw new BellwetherError("bad-request", `${name} is none of ${names.join(", ")}.`, { field: "name", rule: "enum", found: name });
  }
  return withTransaction(database.owner, async (client) => {
    await client.query("INSERT INTO app.setting (key, value) VALUES ($1, '{}') ON CONFLICT DO NOTHING", [signInSettingsKey]);
    const kept = await client.query<{ value: Record<string, unknown> }>("SELECT value FROM app.setting WHERE key = $1 FOR UPDATE", [
      signInSettingsKey,
    ]);
    const changed = signInSettingsSchema.safeParse({ ...kept.rows[0]?.value, [key.data]: readValue(key.data, text) });
    if (!changed.success) {
      const said = changed.error.issues.map(({ message }) => message).join("; ");
      throw new BellwetherError("bad-request", `${name}: ${said}`, { field: name, rule: "schema", found: text });
    }
    const known = await client.query<{ id: string }>("SELECT id FROM app.role WHERE id = ANY($1)", [changed.data.secondFactorRoles]);
    const unknown = changed.data.secondFactorRoles.filter((id) => !known.rows.some((row) => row.id === id));
    if (unknown.length > 0) {
      throw new BellwetherError("not-found", `There is no role ${unknown.join(", ")}.`, { field: name, rule: "role", found: unknown });
    }
    await client.query("UPDATE app.setting SET value = $2, updated_at = now() WHERE key = $1", [signInSettingsKey, changed.data]);
    await writeAudit(client, {
      actor,
      action: "sign-in-setting.changed",
      subject: `setting:${name}`,
      detail: { to: changed.data[key.data] },
    });
    return changed.data;
  });
}

function readValue(name: keyof SignInSettings, text: string): unknown {
  switch (name) {
    case "idleMinutes":
    case "absoluteHours":
      return Number(text);
    case "secondFactorRoles":
      return text
        .split(",")
        .map((id) => id.trim())
        .filter((id) => id !== "");
    case "matchByEmail":
      return ["yes", "true", "on"].includes(text) ? true : ["no", "false", "off"].includes(text) ? false : text;
    default:
      return text;
  }
}
