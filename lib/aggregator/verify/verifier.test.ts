import { describe, expect, it } from "vitest";
import { Verifier } from "./verifier";

/** A thread that says this and ends. */
const saying = (...messages: object[]) => {
  const script = `import { parentPort } from "node:worker_threads"; for (const one of ${JSON.stringify(messages)}) parentPort.postMessage(one);`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
};
const started = { kind: "started", id: "id" };

describe("the thread of a verification", () => {
  const start = (thread: URL) => {
    const errors: string[] = [];
    const verifier = new Verifier({ url: "", timeZone: "UTC" }, (error) => errors.push(String(error)), thread);
    return { errors, run: verifier.start("system") };
  };

  it("has begun, and ends with a result", async () => {
    const { errors, run } = start(saying(started, { kind: "done" }));
    const { id, ended } = await run;
    expect(id).toBe("id");
    await ended;
    expect(errors).toEqual([]);
  });

  it("what goes wrong after it began is logged and is its end", async () => {
    const { errors, run } = start(saying(started, { kind: "failed", message: "disk full" }));
    await expect((await run).ended).rejects.toThrow("disk full");
    expect(errors).toEqual(["Error: disk full"]);
  });

  it("one that ends without a word was cut off", async () => {
    await expect((await start(saying(started)).run).ended).rejects.toThrow("cut off");
  });

  it("one that does not begin says why, or is unavailable", async () => {
    const refused = start(saying({ kind: "refused", code: "conflict", message: "one runs" }));
    await expect(refused.run).rejects.toMatchObject({ code: "conflict" });
    expect(refused.errors).toEqual([]);
    const broken = start(saying({ kind: "failed", message: "no database" }));
    await expect(broken.run).rejects.toMatchObject({ code: "unavailable" });
    expect(broken.errors).toEqual(["Error: no database"]);
  });
});
