import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

const sessionSchema = z.object({ sessionHandle: z.string() });
const operationSchema = z.object({ operationHandle: z.string() });
const resultSchema = z.object({
  resultType: z.enum(["NOT_READY", "PAYLOAD", "EOS"]),
  results: z
    .object({ columns: z.array(z.object({ name: z.string() })), data: z.array(z.object({ fields: z.array(z.unknown()) })) })
    .optional(),
  nextResultUri: z.string().nullish(),
  jobID: z.string().nullish(),
});
const errorsSchema = z.object({ errors: z.array(z.string()) });

export type Row = Readonly<Record<string, unknown>>;
export type Answer = { rows: readonly Row[]; jobId: string | null };

/** Milliseconds for one request; a statement is asked for again until it is done. */
const patience = 30_000;
const statementPatience = 180_000;
const askAgainAfter = 100;
/** What Java calls it where nobody answers. */
const notReached = /\b(TimeoutException|ConnectException|UnknownHostException)\b/;

/** A session of Flink's SQL gateway, over its REST interface. What it refuses is thrown with Flink's own reason. */
export class SqlSession {
  private constructor(
    private readonly address: string,
    private readonly handle: string,
  ) {}

  static async open(address: string, settings: Readonly<Record<string, string>> = {}): Promise<SqlSession> {
    const { sessionHandle } = sessionSchema.parse(await ask(address, "/v1/sessions", { properties: settings }));
    return new SqlSession(address, sessionHandle);
  }

  async run(statement: string): Promise<Answer> {
    const path = `/v1/sessions/${this.handle}`;
    const { operationHandle } = operationSchema.parse(await ask(this.address, `${path}/statements`, { statement }));
    const rows: Row[] = [];
    let next: string | null = `${path}/operations/${operationHandle}/result/0?rowFormat=JSON`;
    let jobId: string | null = null;
    for (const end = performance.now() + statementPatience; next !== null; ) {
      const result: z.infer<typeof resultSchema> = resultSchema.parse(await ask(this.address, next));
      if (result.resultType === "NOT_READY") {
        if (performance.now() > end)
          throw unavailable(`Flink did not answer within ${statementPatience / 1_000} s: ${statement.trim().slice(0, 80)}`);
        await pause(askAgainAfter);
        continue;
      }
      jobId ??= result.jobID ?? null;
      const names = result.results?.columns.map((column) => column.name) ?? [];
      for (const { fields } of result.results?.data ?? []) rows.push(Object.fromEntries(names.map((name, index) => [name, fields[index]])));
      next = result.resultType === "EOS" ? null : (result.nextResultUri ?? null);
    }
    return { rows, jobId };
  }

  async close(): Promise<void> {
    await fetch(new URL(`/v1/sessions/${this.handle}`, this.address), { method: "DELETE", signal: AbortSignal.timeout(patience) });
  }
}

async function ask(address: string, path: string, body?: object): Promise<unknown> {
  const request: RequestInit =
    body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  let response: Response;
  try {
    response = await fetch(new URL(path, address), { ...request, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    throw unavailable(`Flink's SQL gateway does not answer at ${address}.`, error);
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const errors = errorsSchema.safeParse(answer).data?.errors ?? [`It answered ${response.status}.`];
  const reason = reasonOf(errors);
  if (notReached.test(reason)) throw unavailable(`Flink's SQL gateway does not reach its job manager: ${reason}`);
  throw new BellwetherError("conflict", `Flink refused: ${reason}`, { errors });
}

/** The innermost cause of a Java trace says what is wrong. */
function reasonOf(errors: readonly string[]): string {
  const lines = errors.flatMap((error) => error.split("\n"));
  const causes = lines.filter((line) => line.startsWith("Caused by: ")).map((line) => line.slice("Caused by: ".length));
  return (causes.at(-1) ?? lines.find((line) => line.trim() !== "") ?? "without a reason").trim();
}

const unavailable = (message: string, cause?: unknown) => new BellwetherError("unavailable", message, {}, { cause });
