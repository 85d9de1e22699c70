import pino from "pino";
import { describe, expect, it } from "vitest";
import { contractTraits } from "@/lib/contracts/campus-events";
import { classOf, fieldClasses } from "./classification";
import { BellwetherError } from "./errors";
import { maskQuotes, maskText, maskValue } from "./log-masking";
import { logOptions } from "./log-output";

/** What the log of a call holds, as it is written. */
function logged(write: (logger: pino.Logger) => void): string {
  let text = "";
  write(pino(logOptions, { write: (line: string) => (text += line) }));
  expect(() => JSON.parse(text)).not.toThrow();
  return text;
}

const databaseError = (message: string, fields: Record<string, string>) => Object.assign(new Error(message), { name: "error", ...fields });

describe("fields and their classes", () => {
  it("PII-1: whatever a contract calls a person or seals has a class", () => {
    const named = Object.values(contractTraits).flatMap(({ persons, sealed }) => [...persons, ...sealed]);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => classOf(name) === null)).toEqual([]);
  });

  it("are told however a name is spelled, as in headers, columns and contracts", () => {
    expect([classOf("birth_date"), classOf("birthDate"), classOf("Authorization"), classOf("Set-Cookie")]).toEqual([
      "contact",
      "contact",
      "secret",
      "secret",
    ]);
    expect(classOf("entries")).toBeNull();
  });
});

describe("PII-1: what is logged", () => {
  const person = "Kim Minji";
  const mail = "minji.kim@학교.example";

  it.each(Object.keys(fieldClasses))("nothing of a field named %s, wherever it lies", (name) => {
    const text = logged((logger) => logger.info({ [name]: person }, "at the top"));
    expect(text).toContain(`[${classOf(name)}]`);
    expect(text).not.toContain(person);
    expect(logged((logger) => logger.warn({ request: { headers: [{ [name.toUpperCase()]: person }] } }))).not.toContain(person);
  });

  it.each([
    `${mail} is a user already.`,
    `key bw_Abc123Def456_${"s".repeat(43)} is not known`,
    "cookie next-auth.session-token=eyJhbGciOiJkaXIi.abc.def is not ours",
    "Authorization: Bearer s3cr3t-t0ken.x",
    "http://localhost/sign-in/link?token=Sh0rtT0ken&next=/",
  ])("no address and no secret in a text: %s", (text) => {
    const found = logged((logger) => logger.error({ error: text }, text));
    for (const secret of ["minji", "s".repeat(43), "eyJ", "s3cr3t", "Sh0rt"]) expect(found).not.toContain(secret);
  });

  it("an error of ours says code and what happened; its facts, which quote what was sent, stay out", () => {
    const error = new BellwetherError("conflict", `${mail} is a user already.`, { field: "email", found: mail });
    const found = logged((logger) => logger.error({ error }, "request"));
    expect(found).toContain("conflict");
    expect(found).toContain("is a user already");
    expect(found).not.toContain("minji");
  });

  it("an error of the database says code, table and constraint, and not on what it failed", () => {
    const error = databaseError(`invalid input syntax for type uuid: "${person}"`, {
      code: "23505",
      table: "user",
      constraint: "user_email",
      detail: `Key (email)=(${mail}) already exists.`,
      where: person,
    });
    const found = logged((logger) => logger.error(error));
    for (const told of ["23505", "user_email", "invalid input syntax"]) expect(found).toContain(told);
    for (const secret of [person, "minji"]) expect(found).not.toContain(secret);
  });

  it("an error's cause is masked as deep as it goes, and a circle ends", () => {
    const inner = new Error(`Key (name)=(${person})`);
    const outer = new Error("outer", { cause: new BellwetherError("internal", "inner", {}, { cause: inner }) });
    const found = logged((logger) => logger.error({ error: outer }));
    expect(found).toContain("inner");
    expect(found).not.toContain(person);
    inner.cause = outer;
    expect(logged((logger) => logger.error({ error: outer }))).toContain("[deep]");
  });

  it("what others quote is left out, and what they say is not", () => {
    expect(maskQuotes(`Unexpected token 'K', "${person}..." is not valid JSON`)).toBe(`Unexpected token '…', "…" is not valid JSON`);
    expect(maskQuotes("it can't be and won't be")).toBe("it can't be and won't be");
    expect(maskText("42 entries at 2026-11-26T00:00:00Z")).toBe("42 entries at 2026-11-26T00:00:00Z");
  });

  it("bytes and large collections are told by their size alone", () => {
    expect(maskValue({ bytes: Buffer.from(person), all: new Map([[person, 1]]), n: 7n })).toEqual({
      bytes: "[bytes]",
      all: "[1 items]",
      n: "7",
    });
  });
});
