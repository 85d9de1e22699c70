import { describe, expect, it } from "vitest";
import { RequestLimit } from "./request-limit";

const cookie = (token: string) => ({ cookie: `locale=ko; next-auth.session-token=${token}` });

describe("how often somebody may ask", () => {
  const refused = (limit: RequestLimit, headers: Record<string, string>, address: string) => {
    try {
      limit.admit(headers, address);
      return null;
    } catch (error) {
      return error;
    }
  };
  const spend = async (limit: RequestLimit, headers: Record<string, string>, address: string, times: number, status = 200) => {
    for (let time = 0; time < times; time += 1) await limit.admit(headers, address).learn(status);
  };
  const isSomebody = async (headers: object) => !JSON.stringify(headers).includes("made-up");
  const limitOf = (now: () => number) => new RequestLimit(5, now, isSomebody);

  it("takes ten seconds' worth at once, then refuses and says when to come back", async () => {
    let now = 0;
    const limit = limitOf(() => now);
    await spend(limit, cookie("a"), "10.0.0.1", 51); // the first is counted by its address
    expect(refused(limit, cookie("a"), "10.0.0.1")).toMatchObject({
      code: "too-many-requests",
      facts: { limit: 5, retryAfterSeconds: 1 },
    });
    now = 1_000;
    await spend(limit, cookie("a"), "10.0.0.1", 5);
    expect(refused(limit, cookie("a"), "10.0.0.1")).not.toBeNull();
  });

  it("many behind one address do not count for each other once they are known", async () => {
    const limit = limitOf(() => 0);
    for (const name of ["a", "b", "c"]) await spend(limit, cookie(name), "10.0.0.1", 40);
    await spend(limit, { authorization: "Bearer bw_k" }, "10.0.0.1", 40);
    await spend(limit, { cookie: "__Secure-next-auth.session-token=s" }, "10.0.0.1", 40);
  });

  it("tokens that are made up are one address, however many", async () => {
    const limit = limitOf(() => 0);
    for (let made = 0; made < 50; made += 1) await spend(limit, cookie(`made-up-${made}`), "10.0.0.9", 1, 401);
    expect(refused(limit, cookie("another"), "10.0.0.9")).toMatchObject({ code: "too-many-requests" });
    expect(refused(limit, {}, "10.0.0.9")).toMatchObject({ code: "too-many-requests" });
    expect(refused(limit, {}, "10.0.0.8")).toBeNull();
  });

  it("handshakes of nobody are counted with all else that their address asks for", async () => {
    let now = 0;
    const limit = limitOf(() => now);
    await spend(limit, {}, "10.0.0.1", 20, 401);
    const taken = () => Array.from({ length: 40 }, () => limit.admitStranger("10.0.0.1")).filter(Boolean).length;
    expect(taken()).toBe(30);
    expect(refused(limit, {}, "10.0.0.1")).toMatchObject({ code: "too-many-requests" });
    expect(limit.admitStranger("10.0.0.2")).toBe(true);
    now = 1_000;
    expect(taken()).toBe(5);
  });

  it("a session that ended counts by its address again", async () => {
    const limit = limitOf(() => 0);
    await spend(limit, cookie("a"), "10.0.0.1", 1);
    await spend(limit, cookie("a"), "10.0.0.1", 1, 401);
    await spend(limit, {}, "10.0.0.1", 49);
    expect(refused(limit, cookie("a"), "10.0.0.1")).toMatchObject({ code: "too-many-requests" });
  });

  it("nor does it help that an address answers whoever asks, or is none", async () => {
    const limit = limitOf(() => 0);
    for (const status of [200, 204, 302, 404, 405]) await spend(limit, cookie(`made-up-${status}`), "10.0.0.9", 10, status);
    expect(refused(limit, cookie("made-up-200"), "10.0.0.9")).toMatchObject({ code: "too-many-requests" });
    // A key that is none beside a session that holds is none still.
    expect(refused(limit, { authorization: "Bearer made-up", ...cookie("a") }, "10.0.0.9")).toMatchObject({ code: "too-many-requests" });
  });
});
