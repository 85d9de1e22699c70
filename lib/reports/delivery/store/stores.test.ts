import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inOwnWord, saidTogether } from "@/lib/platform/mail/own-words";
import { createDeliver } from "../create-deliver";
import { orderOf, pdfBytes } from "../testing/order";
import { S3Server, signatureOf } from "../testing/s3-server";
import { folderStore } from "./folder-store";
import { storedName } from "./report-store";
import { s3Store } from "./s3-store";

const never = new AbortController().signal;
const deliverInto = (...stores: Parameters<typeof createDeliver>[0]["stores"]) =>
  createDeliver({ transport: null, stores, attachments: true, base: "http://localhost", timeZone: "UTC", now: () => new Date(0) });
const order = orderOf({ email: "none", store: true });

describe("copies in a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bellwether-store-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("are named by run and delivery, whole, and the same however often they are put there", async () => {
    const deliver = deliverInto(folderStore(join(folder, "new", "reports")));
    for (let times = 0; times < 3; times += 1)
      expect(await deliver(order, never)).toEqual({ outcome: "sent", detail: inOwnWord("stored-in-folder") });
    const runs = join(folder, "new", "reports", order.run);
    expect(await readdir(runs)).toEqual([`${order.id}.pdf`]);
    expect((await readFile(join(runs, `${order.id}.pdf`))).equals(pdfBytes)).toBe(true);
    expect(((await stat(join(runs, `${order.id}.pdf`))).mode & 0o007).toString(8)).toBe("0"); // not for everybody on the machine
  });

  it("nothing half is left where it cannot be written, and it is tried again later", async () => {
    await writeFile(join(folder, "a-file"), "");
    const outcome = await deliverInto(folderStore(join(folder, "a-file")))(order, never);
    expect(outcome).toEqual({ outcome: "later", detail: inOwnWord("folder-closed", "ENOTDIR, mkdir") });
    const stopped = await deliverInto(folderStore(folder))(order, AbortSignal.abort());
    expect(stopped).toEqual({ outcome: "later", detail: inOwnWord("storing-stopped") });
    expect(await readdir(join(folder, order.run))).toEqual([]);
  });

  it("are named by ids alone", () => {
    for (const delivery of ["../../etc/passwd", "", "김", `${order.id}/..`])
      expect(() => storedName({ run: order.run, delivery })).toThrow("named by UUIDs");
  });
});

describe("copies in a store that speaks S3", () => {
  const known = { bucket: "reports", key: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "ap-northeast-2" };
  const server = new S3Server(known);
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  const deliver = (change: Partial<typeof known> = {}) => deliverInto(s3Store({ url: server.url, ...known, ...change }));

  it("the test's own reckoning of signatures is that of the published example", () => {
    const headers = {
      date: "Fri, 24 May 2013 00:00:00 GMT",
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      "x-amz-date": "20130524T000000Z",
      "x-amz-storage-class": "REDUCED_REDUNDANCY",
    };
    const scope = "20130524/us-east-1/s3/aws4_request";
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    expect(signatureOf({ method: "PUT", path: "/test%24file.text", headers }, Object.keys(headers), scope, secret)).toBe(
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
  });

  it("are signed, whole, and of one name however often they are put there", async () => {
    for (let times = 0; times < 2; times += 1)
      expect(await deliver()(order, never)).toEqual({ outcome: "sent", detail: inOwnWord("stored") });
    expect([...server.objects.keys()]).toEqual([`${order.run}/${order.id}.pdf`]);
    expect(server.objects.get(`${order.run}/${order.id}.pdf`)?.equals(pdfBytes)).toBe(true);
  });

  it("a wrong secret, key or bucket is to be mended in the settings: it is tried again later", async () => {
    server.objects.clear();
    expect(await deliver({ secret: "wrong" })(order, never)).toEqual({
      outcome: "later",
      detail: inOwnWord("store-answered", "403 SignatureDoesNotMatch"),
    });
    expect(await deliver({ key: "OTHER" })(order, never)).toMatchObject({
      outcome: "later",
      detail: expect.stringContaining("InvalidAccessKeyId"),
    });
    expect(await deliver({ bucket: "others" })(order, never)).toMatchObject({
      outcome: "later",
      detail: expect.stringContaining("404 NoSuchBucket"),
    });
    expect(await deliver({ region: "us-east-1" })(order, never)).toMatchObject({ outcome: "later" });
    expect(server.objects.size).toBe(0);
  });

  it("a store that cannot now, or is not there, means later; each try is one request", async () => {
    server.failing.push(503);
    const before = server.puts;
    expect(await deliver()(order, never)).toEqual({
      outcome: "later",
      detail: inOwnWord("store-answered", "503 SlowDown"),
    });
    expect(server.puts).toBe(before + 1);
    const nowhere = deliverInto(s3Store({ url: "http://127.0.0.1:1", ...known }));
    expect(await nowhere(order, never)).toMatchObject({ outcome: "later", detail: expect.stringContaining(inOwnWord("store-unreached")) });
  });

  it("no mail goes before the copy is stored, so that none goes twice for it; a setting that is missing holds no mail up", async () => {
    const sent: string[] = [];
    const transport = {
      send: async ({ messageId }: { messageId: string }) => {
        sent.push(messageId);
        return { outcome: "sent" as const, detail: "250 Ok" };
      },
      close: () => undefined,
    };
    const ports = { transport, attachments: true, base: "http://localhost", timeZone: "UTC", now: () => new Date(0) };
    const both = orderOf({ store: true });
    server.failing.push(503);
    const storing = createDeliver({ ...ports, stores: [s3Store({ url: server.url, ...known })] });
    expect(await storing(both, never)).toMatchObject({ outcome: "later" });
    expect(sent).toEqual([]);
    expect(await storing(both, never)).toEqual({ outcome: "sent", detail: saidTogether(["250 Ok", inOwnWord("stored")]) });
    expect(await createDeliver({ ...ports, stores: [] })(both, never)).toEqual({
      outcome: "sent",
      detail: saidTogether(["250 Ok", inOwnWord("no-store")]),
    });
  });
});
