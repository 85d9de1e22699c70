import { describe, expect, it } from "vitest";
import { BellwetherError } from "@/lib/platform/errors";
import { nightlyVerification } from "./nightly-verification";

const at = (instant: string) => () => new Date(instant);

describe("the nightly verification", () => {
  it("is that of the local day, so that of several processes one has it", async () => {
    const nights: (string | null | undefined)[] = [];
    const verifier = {
      start: async (_: string, night?: string | null) => {
        nights.push(night);
        return { id: "id", ended: Promise.resolve() };
      },
    };
    await nightlyVerification(verifier, "Asia/Seoul", at("2026-11-22T19:30:00Z")).run();
    await nightlyVerification(verifier, "America/New_York", at("2026-11-23T02:30:00Z")).run();
    expect(nights).toEqual(["2026-11-23", "2026-11-22"]);
  });

  it("is content where one runs already, and no other failure is passed over", async () => {
    const failing = (error: Error) => nightlyVerification({ start: () => Promise.reject(error) }, "UTC", at("2026-11-23T04:30:00Z")).run();
    await expect(failing(new BellwetherError("conflict", "one runs"))).resolves.toBeUndefined();
    await expect(failing(new BellwetherError("unavailable", "no thread"))).rejects.toThrow("no thread");
    await expect(failing(new Error("broken"))).rejects.toThrow("broken");
  });

  it("lasts until the run ends, and fails with it, so that it is tried again", async () => {
    const end = Promise.withResolvers<void>();
    const start = async () => ({ id: "id", ended: end.promise });
    let over = false;
    const job = nightlyVerification({ start }, "UTC", at("2026-11-23T04:30:00Z"))
      .run()
      .finally(() => (over = true));
    await new Promise(setImmediate);
    expect(over).toBe(false);
    end.reject(new Error("cut off"));
    await expect(job).rejects.toThrow("cut off");
  });
});
