import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { issuePrintToken, printTokenHeader } from "@/lib/reports/rendering/print-token";
import { noon, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { ask, RouteHarness } from "@/lib/runtime/testing/routes";
import { GET } from "./route";
import { content, openPrintDesk, order, type PrintDesk, seesAll } from "./testing/print-desk";

const asked = () => order({ content: content({ kind: "institution", subject: { of: "own" } }), eyes: seesAll({ kind: "institution" }) });

/** The way from an order to its PDF, and what may not go along it. */
describe("the page that is printed", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let desk: PrintDesk;
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, noon);
    await harness.happen(...twoSides());
    desk = await openPrintDesk(harness, { longest: 20_000, limits: { pages: 5, memory: 2 ** 40, patience: 500 } });
  }, 120_000);
  afterEach(() => desk.answer(async (page) => page));
  afterAll(async () => {
    await desk?.close();
    await harness?.close();
  });

  /** What became of it, without the document itself. */
  const outcome = () =>
    print().then(
      ({ title }) => ({ title }),
      (error: unknown) => ({ facts: Reflect.get(Object(error), "facts"), error }),
    );
  const print = (signal = new AbortController().signal) => desk.renderer.render(asked(), signal);
  const open = async (token: string | null, cookie: string | null = null) => {
    const request = ask("/print", { cookie });
    if (token !== null) request.headers.set(printTokenHeader, token);
    const response = await GET(request);
    return { status: response.status, text: await response.text() };
  };
  /** The page with a part of it exchanged. */
  const withPage = (change: (text: string) => string) =>
    desk.answer(
      async (page) =>
        new Response(change(await page.text()), { status: page.status, headers: { "content-type": "text/html; charset=utf-8" } }),
    );

  it("SCOPE-1: opens once to the token of an order, and to nothing else; whatever else is brought is answered alike", async () => {
    const { database, now } = harness.services;
    const cookie = await harness.signIn("admin", { kind: "institution" });
    const nobody = await open(null);
    expect(nobody.status).toBe(404);
    expect(await open(null, cookie)).toEqual(nobody);
    expect(await open("x".repeat(43))).toEqual(nobody);
    expect(await open("' OR ''='")).toEqual(nobody);
    const token = await issuePrintToken(database, asked(), now());
    expect((await open(token)).status).toBe(200);
    expect(await open(token)).toEqual(nobody);
    const old = await issuePrintToken(database, asked(), new Date(now().getTime() - 61_000));
    expect(await open(old)).toEqual(nobody);
    const kept = await database.owner.query<{ count: number }>("SELECT count(*)::int FROM app.print_token");
    expect(kept.rows[0]?.count).toBe(0);
  });

  it("PII-1: a token's row says nothing of who reads, and holds no token", async () => {
    const { database, now } = harness.services;
    const token = await issuePrintToken(database, asked(), now());
    const row = await database.owner.query<{ text: string }>("SELECT t::text AS text FROM app.print_token t");
    expect(row.rows[0]?.text).not.toContain(token);
    expect(row.rows[0]?.text).not.toMatch(/user|mail|name":/);
    await open(token);
  });

  it("its token goes to the app alone, and the browser never sees one", async () => {
    desk.seen.length = 0;
    let page = "";
    withPage((text) => {
      page = text;
      return text;
    });
    await print();
    expect(desk.seen.map(({ url }) => url)).toEqual(["/print"]);
    const token = String(desk.seen[0]?.headers[printTokenHeader]);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(page).not.toContain(token);
  });

  const faults: readonly (readonly [string, (text: string) => string, object])[] = [
    ["a tile is missing", (text) => text.replace('data-tile="letters"', 'data-lost="letters"'), { tile: "letters", rule: "missing" }],
    ["a tile failed", (text) => text.replace(/(data-tile="heat" data-state=)"\w+"/, '$1"failed"'), { tile: "heat", rule: "state" }],
    [
      "a tile has no rows",
      (text) => text.replace(/(data-tile="figures" data-state="ready" data-rows=)"\d+"/, '$1"0"'),
      { tile: "figures", rule: "rows" },
    ],
    [
      "a tile is blank",
      (text) => text.replace(/(data-tile="since"[^>]*>)[\s\S]*?<\/section>/, "$1</section>"),
      { tile: "since", rule: "blank" },
    ],
    ["a tile holds no figure", (text) => text.replace(/(<p class="value"[^>]*>)[^<]*/, "$1NaN%"), { tile: "figures", rule: "text" }],
    [
      "a tile is of another position",
      (text) => text.replace(/(data-tile="letters"[^>]*data-position=)"\d+"/, '$1"99"'),
      { tile: "letters", rule: "position" },
    ],
    [
      "something is too wide",
      (text) => text.replace(/<p class="value"[^>]*>[^<]*/, `<p class="value" style="white-space:nowrap">${"9".repeat(60)}`),
      { tile: "figures", rule: "overflow" },
    ],
    [
      "a font is not there",
      (text) => text.replaceAll("local(", "local(x").replaceAll("/print/fonts/", "/print/other/"),
      { rule: "network" },
    ],
  ];
  it.each(faults)("REPORT-1: where %s nothing comes out, and it says what", async (_, fault, facts) => {
    withPage(fault);
    expect(await outcome()).toMatchObject({ facts });
  });

  it.each(["figures", "trend-attendance-rate", "letters", "heat", "ranking-below", "members-below"])(
    "REPORT-1: no figure of the tile %s is written as none",
    async (tile) => {
      const figure = new RegExp(`(data-tile="${tile}"(?:(?!</section>)[\\s\\S])*?(?:<text[^>]*|data-figure)>)[^<]*`);
      withPage((text) => text.replace(figure, "$1Infinity"));
      expect(await outcome()).toMatchObject({ facts: { tile, rule: "text", found: "Infinity" } });
    },
  );

  it("names are no figures, whatever they are", async () => {
    withPage((text) => text.replaceAll("Department mine", "Philosophy of Infinity, undefined by NaN"));
    expect(await outcome()).toMatchObject({ title: expect.any(String) });
  });

  it("PII-1: what does not fit is told by its place, and not by what is written in it", async () => {
    withPage((text) =>
      text.replace(
        /(<table class="members">[\s\S]*?<th scope="row")>Department mine/,
        `$1 style="white-space:nowrap">Kim Haneul ${"x".repeat(200)}`,
      ),
    );
    const failed = await outcome();
    expect(failed).toMatchObject({
      facts: {
        tile: "members-below",
        rule: "overflow",
        found: expect.arrayContaining([expect.objectContaining({ tag: "th", column: 1 })]),
      },
    });
    expect(JSON.stringify(failed) + ("error" in failed ? String(failed.error) : "")).not.toMatch(/Haneul|xxx/);
  });

  it("REPORT-1: where the figures cannot be read nothing comes out", async () => {
    desk.answer(async () =>
      Response.json({ code: "unavailable", title: "The database does not answer; try again later.", status: 503 }, { status: 503 }),
    );
    await expect(print()).rejects.toMatchObject({ code: "unavailable", facts: { tile: "page" } });
    desk.answer(async () => new Response("gateway", { status: 502 }));
    await expect(print()).rejects.toMatchObject({ code: "unavailable", facts: { rule: "status" } });
  });

  it("reaches nothing but itself: no other address, no redirect, no file, no socket", async () => {
    let reached = 0;
    const elsewhere = createServer((_, response) => {
      reached += 1;
      response.end("x");
    }).listen(0, "127.0.0.1");
    elsewhere.on("upgrade", (_, socket) => {
      reached += 1;
      socket.destroy();
    });
    await once(elsewhere, "listening");
    const address = elsewhere.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const there = `127.0.0.1:${port}`;
    const attempts = [
      `<img src="http://${there}/x.png">`,
      `<link rel="stylesheet" href="http://${there}/x.css">`,
      `<iframe src="file:///etc/passwd"></iframe>`,
      `<script>new WebSocket("ws://${there}/")</script>`,
      `<script>fetch("/api/v1/kpis")</script>`,
      `<img src="http://localhost.invalid/x.png">`,
    ];
    for (const attempt of attempts) {
      withPage((text) => text.replace("<header>", `${attempt}<header>`));
      expect(await outcome(), attempt).toMatchObject({ facts: { rule: "network" } });
    }
    desk.answer(async () => Response.redirect(`http://${there}/`, 302));
    await expect(print()).rejects.toMatchObject({ facts: { tile: "page", rule: "status", found: 302 } });
    expect(reached).toBe(0);
    elsewhere.close();
  });

  it("is given up where it hangs, and the next one is printed", async () => {
    const short = await openPrintDesk(harness, { longest: 8_000, limits: { pages: 50, memory: 2 ** 40, patience: 500 } });
    short.answer(async () => new Response("<!doctype html><script>for (;;);</script>", { headers: { "content-type": "text/html" } }));
    const render = () => short.renderer.render(asked(), new AbortController().signal);
    await expect(render()).rejects.toMatchObject({ facts: { rule: "time" } });
    short.answer(async (page) => page);
    expect(await render()).toMatchObject({ headline: { term: "t1" } });
    await short.close();
  });

  it("ends when it is told to", async () => {
    const abort = new AbortController();
    desk.answer(async (page) => {
      abort.abort(new Error("cancelled"));
      return page;
    });
    await expect(print(abort.signal)).rejects.toThrow("cancelled");
  });

  it("goes on with a new browser after so many pages", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => print()));
    expect(new Set(all.map(({ pages }) => pages)).size).toBe(1);
  });
});
