import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { kpiIds } from "@/lib/kpis/question";
import { kpiRequestSchema } from "@/lib/kpis/request";
import { addressOf, filesUnder } from "@/lib/runtime/testing/app-files";
import { root } from "@/lib/runtime/testing/product";

/** Who asks. */
const askers = ["nobody", "key", "user", "broken key", "broken cookie"] as const;
export type WrittenQuery = {
  asker: (typeof askers)[number];
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Of what is sent to sign in. */
  body?: string;
};

/** Every address that answers to GET, found in the files: a new one is tried without being named. */
function readAddresses(): string[] {
  const reads = (file: string) =>
    /export (async function|const) GET\b|\bas GET\b|\bGET\b.*=/.test(readFileSync(join(root, "app", file), "utf8"));
  const routes = filesUnder("app", /(^|\/)route\.tsx?$/).filter(reads);
  return [...routes, ...filesUnder("app", /(^|\/)page\.tsx?$/)].map(addressOf).filter((address) => !address.includes("[...nextauth]"));
}
/** What next-auth answers. */
const signInAddresses = [
  "session",
  "csrf",
  "providers",
  "signin",
  "signin/credentials",
  "signout",
  "callback/credentials",
  "callback/oidc",
  "error",
  "verify-request",
  "_log",
  "",
];

/** Far more often than pages: these are what others build against. */
const kpiAddresses = ["/api/v1/kpis", "/api/v1/openapi.json", ...kpiIds.map((id) => `/api/v1/kpis/${id}`)];

const values = [
  "",
  " ",
  "a",
  "0",
  "-1",
  "1e3",
  "99999999999999999999",
  "2026-1",
  "2026-03-02",
  "2026-02-30",
  "0000-01-01",
  "1900-01-01",
  "2200-12-31",
  "9999-12-31",
  "-271821-04-20",
  "2026-11-28T00:00:00Z",
  "2026-03-02T00:00:00.123456789123456789+09:00",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-23:59",
  "2026-03-02T00:00:00+99:99",
  "week",
  "course,week",
  "course,course",
  "org_unit,letter,date",
  "previous-term",
  "final",
  "4.5",
  "true",
  "null",
  "undefined",
  "__proto__",
  "00000000-0000-4000-8000-000000000000",
  "..",
  "../../etc/passwd",
  "//evil.example",
  "http://[",
  "javascript:alert(1)",
  "' OR 1=1 --",
  "\u0000",
  "한글😀",
  "\u202E",
  "%",
  "*".repeat(3_000),
  "[1,2]",
  '{"a":1}',
].map(encodeURIComponent);
/** What no encoding makes: broken percents, halves of letters, lone surrogates. */
const rawValues = ["%", "%zz", "%00", "%ff", "%ed%a0%80", "%c0%80", "+", "&", "a&b=c", ";", "#", "a%2Fb", "%2e%2e%2f"];
const value = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constantFrom(...rawValues) });

const kpiNames = Object.keys(kpiRequestSchema.shape);
const otherNames = [
  "since",
  "before",
  "after",
  "meeting",
  "student",
  "person",
  "state",
  "rule",
  "source",
  "type",
  "q",
  "callbackUrl",
  "error",
  "token",
  "code",
  "_rsc",
  "__proto__",
  "",
  "a[]",
  "%00",
];
const pair = fc.tuple(fc.oneof(fc.constantFrom(...kpiNames), fc.constantFrom(...otherNames)), value);
const kpiPair = fc.tuple(fc.constantFrom(...kpiNames.filter((name) => name !== "kpi")), value);

const written = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? "" : `?${pairs.map(([name, one]) => `${name}=${one}`).join("&")}`;

/** Headers that something in the server reads, or that what is before it would. */
const headers: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc.constantFrom<[string, string][]>(
      ["accept-language", "xx-invalid-,;q=9,ko;q=ko"],
      ["accept-language", "k".repeat(4_000)],
      ["accept-encoding", "br;q=2, *;q=x"],
      ["cookie", "next-auth.session-token=a.b.c.d.e; =; ;;x"],
      ["cookie", "next-auth.callback-url=http%3A%2F%2F%5B"],
      ["cookie", "next-auth.csrf-token=%"],
      ["cookie", "NEXT_LOCALE=../../x; theme=<script>"],
      ["authorization", "Bearer"],
      ["authorization", "Bearer bw_\u00FF\u00FF"],
      ["authorization", "Basic YTpi"],
      ["host", "["],
      ["host", "a b"],
      ["host", "evil.example:99999"],
      ["host", ""],
      ["x-forwarded-for", "not, an, address, ::ffff:1.2.3.4"],
      ["x-forwarded-proto", "gopher"],
      ["x-forwarded-host", "http://["],
      ["origin", "null"],
      ["origin", "http://["],
      ["sec-fetch-site", "cross-site"],
      ["range", "bytes=0-,5-1,-"],
      ["if-none-match", "*"],
      ["if-modified-since", "yesterday"],
      ["rsc", "1"],
      ["next-router-state-tree", "%7Bbroken"],
      ["next-router-state-tree", "%5B%22%22%2C%7B%7D%5D"],
      ["next-router-prefetch", "9"],
      ["next-router-segment-prefetch", "/../x"],
      ["next-action", "0".repeat(40)],
      ["next-url", "http://["],
      ["x-middleware-subrequest", "middleware:middleware:middleware"],
      ["x-nextjs-data", "1"],
      ["x-bellwether-path", "http://["],
      ["content-type", "multipart/form-data"],
      ["expect", "100-continue"],
      ["upgrade", "websocket"],
      ["te", "trailers"],
    ),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs));

const address = (among: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...among), value).map(([path, id]) => path.replaceAll(/\[[^\]]+\]/g, () => id));

/** Addresses that are none. */
const oddAddress = fc.constantFrom(
  "//",
  "/%",
  "/%00",
  "/..%2f",
  "/a/../../b",
  "/api/v1/kpis/",
  "/API/V1/KPIS",
  "/_next/data/x.json",
  "/_next/image?url=http://[&w=1&q=1",
  "/_next/static/../../server.ts",
  "/live",
  "/live/?EIO=4&transport=polling",
  "/live/?EIO=9&transport=websocket&sid=x",
  "/?_rsc=1",
  "/\u00FF",
);

/** What a form of a sign-in may hold, and what none does. */
const signInBodies = [
  "",
  "{",
  "null",
  "[]",
  "5",
  '"a"',
  '{"csrfToken":"x","username":"admin"}',
  '{"csrfToken":[],"username":{},"password":5,"callbackUrl":{"a":1}}',
  '{"callbackUrl":"http://[","json":"true"}',
  '{"callbackUrl":"javascript:alert(1)","json":true}',
  '{"__proto__":{"username":"admin"},"username":"\\u0000","password":"\\ud800"}',
  `{"username":"${"x".repeat(100_000)}"}`,
  "username=admin&username=dean",
  "username=%00&password=%ff&callbackUrl=%",
  "callbackUrl=http%3A%2F%2F%5B&csrfToken=a%7Cb",
  "&&&=&=",
];

/** Nobody signs in by any of it: the token that a form must hold is not there. */
const signInPost: fc.Arbitrary<WrittenQuery> = fc.record({
  asker: fc.constantFrom(...askers),
  method: fc.constant("POST"),
  path: fc.constantFrom(...signInAddresses.filter((name) => name !== "signout").map((name) => `/api/auth/${name}`)),
  headers: fc
    .constantFrom("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")
    .map((type) => ({ "content-type": type })),
  body: fc.constantFrom(...signInBodies),
});

/** A question as no client would put it. */
export function queryArbitrary(): fc.Arbitrary<WrittenQuery> {
  return fc.oneof({ weight: 9, arbitrary: readings() }, { weight: 1, arbitrary: signInPost });
}

function readings(): fc.Arbitrary<WrittenQuery> {
  const kpis = fc.tuple(address(kpiAddresses), fc.array(kpiPair, { maxLength: 3 }));
  const others = fc.tuple(address(readAddresses()), fc.array(pair, { maxLength: 3 }));
  const signIn = fc.tuple(fc.constantFrom(...signInAddresses.map((name) => `/api/auth/${name}`)), fc.array(pair, { maxLength: 2 }));
  const odd = fc.tuple(oddAddress, fc.constant([]));
  const path = fc
    .oneof(
      { weight: 6, arbitrary: kpis },
      { weight: 5, arbitrary: others },
      { weight: 2, arbitrary: signIn },
      { weight: 1, arbitrary: odd },
    )
    .map(([where, pairs]) => `${where}${written(pairs)}`);
  return fc.record({
    asker: fc.constantFrom(...askers, "user" as const, "key" as const),
    // None that changes something: it would end the very session that asks.
    method: fc.constantFrom("GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "OPTIONS"),
    path,
    headers,
  });
}
