import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address";

describe("the client's address", () => {
  it.each([
    ["of the connection", undefined, 0, "10.0.0.9"],
    ["not what the client says of itself", "1.2.3.4", 0, "10.0.0.9"],
    ["what the one proxy saw", "7.7.7.7", 1, "7.7.7.7"],
    ["what the one proxy saw, not what the client wrote before", "1.2.3.4, 7.7.7.7", 1, "7.7.7.7"],
    ["what the outer of two proxies saw", "1.2.3.4, 7.7.7.7, 10.0.0.8", 2, "7.7.7.7"],
    ["the outermost there is, where a proxy is missing", undefined, 2, "10.0.0.9"],
  ])("is %s", (_, forwarded, proxies, expected) => {
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    expect(clientAddress({ headers, socket: { remoteAddress: "10.0.0.9" } as never }, proxies)).toBe(expected);
  });
});
