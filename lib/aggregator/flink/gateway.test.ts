import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { SqlSession } from "./gateway";

/** Answers as Flink's gateway does, one path after the other. */
const servers: Server[] = [];
async function gateway(...answers: { status?: number; body: unknown }[]): Promise<string> {
  const server = createServer((_, response) => {
    const next = answers.shift() ?? { status: 500, body: { errors: ["asked too often"] } };
    response.writeHead(next.status ?? 200, { "content-type": "application/json" });
    response.end(typeof next.body === "string" ? next.body : JSON.stringify(next.body));
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}

const opened = { body: { sessionHandle: "s" } };
const begun = { body: { operationHandle: "o" } };
const next = "/v1/sessions/s/operations/o/result/1?rowFormat=JSON";

describe("the SQL gateway", () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it("is asked until a statement is done, and its rows are read by name", async () => {
    const address = await gateway(
      opened,
      begun,
      { body: { resultType: "NOT_READY", nextResultUri: next } },
      {
        body: {
          resultType: "PAYLOAD",
          jobID: "j",
          results: { columns: [{ name: "job id" }, { name: "status" }], data: [{ kind: "INSERT", fields: ["j", "RUNNING"] }] },
          nextResultUri: next,
        },
      },
      { body: { resultType: "EOS", results: { columns: [], data: [] }, nextResultUri: null } },
    );
    const session = await SqlSession.open(address);
    expect(await session.run("SHOW JOBS")).toEqual({ rows: [{ "job id": "j", status: "RUNNING" }], jobId: "j" });
  });

  it("refuses with its innermost reason", async () => {
    const trace =
      "org.apache.flink.X: failed\n\tat a.b(C.java:1)\nCaused by: java.lang.A: outer\nCaused by: org.B: Object 'x' not found\n\t... 3 more";
    const address = await gateway(opened, begun, { status: 500, body: { errors: ["Internal server error.", trace] } });
    const session = await SqlSession.open(address);
    await expect(session.run("SELECT x")).rejects.toMatchObject({
      code: "conflict",
      message: "Flink refused: org.B: Object 'x' not found",
    });
  });

  it("that is away or answers otherwise is told as such", async () => {
    await expect(SqlSession.open("http://127.0.0.1:1")).rejects.toMatchObject({ code: "unavailable" });
    const away = { errors: ["Internal server error.", "\tat a.b(C.java:1)\nCaused by: java.util.concurrent.TimeoutException"] };
    await expect(SqlSession.open(await gateway({ status: 500, body: away }))).rejects.toMatchObject({
      code: "unavailable",
      message: "Flink's SQL gateway does not reach its job manager: java.util.concurrent.TimeoutException",
    });
    await expect(SqlSession.open(await gateway({ status: 404, body: "<html>" }))).rejects.toMatchObject({
      message: "Flink refused: It answered 404.",
    });
  });
});
