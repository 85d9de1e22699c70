import { describe, expect, it } from "vitest";
import { isOwnOrigin, isSentByOthers } from "./own-origin";

const configured = "https://kpi.example.edu";
const host = "10.0.0.7:3000";

describe("whose page it is", () => {
  it.each([
    ["https://kpi.example.edu", configured, true],
    ["http://10.0.0.7:3000", configured, true],
    ["http://10.0.0.7:3000", null, true],
    ["https://kpi.example.edu", null, false],
    ["https://kpi.example.edu.evil.example", configured, false],
    ["http://kpi.example.edu", configured, false],
    ["http://10.0.0.7", configured, false],
    ["null", configured, false],
    ["", configured, false],
  ])("origin %s with the address %s: %s", (origin, address, expected) => {
    expect(isOwnOrigin(origin, host, address)).toBe(expected);
  });

  const site = (value: string) => ({ host, "sec-fetch-site": value });
  it.each(["POST", "PUT", "PATCH", "DELETE", "post", "SEARCH"])(
    "%s is taken from our own pages and from what is no browser only",
    (method) => {
      const others = (headers: Record<string, string>) => isSentByOthers({ method, headers }, configured);
      expect(others({ host })).toBe(false);
      expect(others(site("same-origin"))).toBe(false);
      expect(others({ host, origin: configured })).toBe(false);
      for (const elsewhere of ["cross-site", "same-site", "", "SAME-ORIGIN"]) expect(others(site(elsewhere)), elsewhere).toBe(true);
      expect(others({ host, origin: "https://evil.example" })).toBe(true);
      expect(others({ host, origin: "null" })).toBe(true);
      // A browser's own word cannot be set by a page: an origin that was rewritten on the way does not outdo it.
      expect(others({ ...site("cross-site"), origin: configured })).toBe(true);
    },
  );

  it.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing, and may come by a link from anywhere", (method) => {
    expect(isSentByOthers({ method, headers: site("cross-site") }, configured)).toBe(false);
  });
});
