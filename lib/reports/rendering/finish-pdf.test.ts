import { PDFDocument, PDFName, PDFOperator, PDFOperatorNames, PDFString } from "pdf-lib";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import { finishPdf } from "./finish-pdf";
import { stampPdf } from "./stamp-pdf";

const about = { title: "A report, 2026-1", locale: "ko", now: new Date("2026-03-19T03:00:00Z") } as const;

/** Pages as a browser leaves them: tagged content, where there is some. */
async function printed(...pages: readonly ("content" | "blank")[]): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (const kind of pages) {
    const page = document.addPage([595, 842]);
    const begin = PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, ["/P <</MCID 0 >>"]);
    const end = PDFOperator.of(PDFOperatorNames.EndMarkedContent);
    page.pushOperators(...(kind === "content" ? [begin, end] : [end]));
  }
  return Buffer.from(await document.save());
}

async function textOf(pdf: Buffer): Promise<string> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const page = await (await task.promise).getPage(1);
  const { items } = await page.getTextContent();
  await task.destroy();
  return items.map((item) => ("str" in item ? item.str : "")).join("");
}

describe("a document that is finished", () => {
  it("has title, language and metadata", async () => {
    const { pdf, pages } = await finishPdf(await printed("content", "content"), about);
    expect(pages).toBe(2);
    const document = await PDFDocument.load(pdf);
    expect(document.getTitle()).toBe(about.title);
    expect(document.catalog.get(PDFName.of("Lang"))).toEqual(PDFString.of("ko"));
    expect(pdf.toString("latin1")).toContain("<pdfuaid:part>1</pdfuaid:part>");
  });

  it("bears its title in its metadata as it is written", async () => {
    const title = "주간 보고, 공과대학 <2026> & café";
    const { pdf } = await finishPdf(await printed("content"), { ...about, title });
    const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
    const { info, metadata } = await (await task.promise).getMetadata();
    await task.destroy();
    expect(info).toMatchObject({ Title: title });
    expect(metadata.get("dc:title")).toBe(title);
  });

  it("REPORT-1: is none where a page of it is blank", async () => {
    await expect(finishPdf(await printed("content", "blank"), about)).rejects.toMatchObject({ facts: { rule: "blank", found: 2 } });
  });

  it.each(["김하늘", "Ünal (Ødegård)", "Wörthing & <Sons>", "A\nB"])("is stamped with %j, which can be read in it", async (name) => {
    const { pdf } = await finishPdf(await printed("content"), about);
    const stamped = await stampPdf(pdf, { name, locale: "ko", paper: "a4" });
    expect(stamped.subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(await textOf(stamped)).toBe(`받는 사람: ${name.replace("\n", " ")}`);
  });

  it("writes what its font has no letter for as a question mark", async () => {
    const { pdf } = await finishPdf(await printed("content"), about);
    expect(await textOf(await stampPdf(pdf, { name: "ไทย", locale: "en", paper: "letter" }))).toBe("Prepared for ???");
  });

  it("no other document can be stamped", async () => {
    await expect(stampPdf(await printed("content"), { name: "x", locale: "en", paper: "a4" })).rejects.toMatchObject({
      facts: { rule: "stamp" },
    });
  });
});
