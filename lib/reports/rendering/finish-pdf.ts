import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFName, type PDFPage, PDFRawStream, PDFRef, PDFStream } from "pdf-lib";
import { BellwetherError } from "@/lib/platform/errors";
import { markArtifacts } from "./mark-artifacts";
import { stampFontName, stampMark } from "./stamp-place";
import { xmpOf } from "./xmp";

type About = { title: string; locale: "en" | "ko"; now: Date };

/**
 * What Chromium leaves out of an accessible document (its tags and outline are kept): title, language, metadata with the mark of
 * PDF/UA. On its first page there is a place for the recipient's name (stamp-pdf.ts). Throws where a page is blank.
 */
export async function finishPdf(pdf: Buffer, about: About): Promise<{ pdf: Buffer; pages: number }> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const pages = document.getPages();
  refuseBlank(pages);
  for (const page of pages) rewriteContents(page);
  const { title, locale, now } = about;
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setLanguage(locale);
  document.setCreator("Bellwether");
  document.setProducer("Bellwether");
  document.setCreationDate(now);
  document.setModificationDate(now);
  const metadata = document.context.stream(Buffer.from(xmpOf(about), "utf8"), { Type: "Metadata", Subtype: "XML" });
  document.catalog.set(PDFName.of("Metadata"), document.context.register(metadata));
  const [first] = pages;
  if (first !== undefined) reserveStamp(document, first);
  // Without object streams, so that a stamp can be appended to it as it is.
  return { pdf: Buffer.from(await document.save({ useObjectStreams: false, updateFieldAppearances: false })), pages: pages.length };
}

/** Tagged content is all that a page holds beside its margins: where there is none, it was printed blank. */
function refuseBlank(pages: readonly PDFPage[]): void {
  const blank = pages.findIndex((page) => !contentsOf(page).some((content) => /\/MCID\s+\d+/.test(content)));
  if (pages.length > 0 && blank < 0) return;
  throw new BellwetherError("internal", "A page of a report is blank.", {
    tile: "page",
    rule: "blank",
    found: blank + 1,
    pages: pages.length,
  });
}

function contentsOf({ node }: PDFPage): string[] {
  const contents = node.Contents();
  const streams = contents instanceof PDFArray ? contents.asArray().map((one) => node.context.lookup(one)) : [contents];
  return streams.flatMap((stream) =>
    stream instanceof PDFRawStream ? [Buffer.from(decodePDFRawStream(stream).decode()).toString("latin1")] : [],
  );
}

/** The margins of a page are drawn outside of its tags, and nobody told which: they are marked as what they are. */
function rewriteContents({ node }: PDFPage): void {
  const { context } = node;
  const contents = node.Contents();
  if (!(contents instanceof PDFRawStream)) return;
  const text = Buffer.from(decodePDFRawStream(contents).decode()).toString("latin1");
  const written = context.flateStream(Buffer.from(markArtifacts(text), "latin1"));
  const ref = node.get(PDFName.of("Contents"));
  if (ref instanceof PDFRef) context.assign(ref, written);
}

/**
 * An empty stream after the page's own content, and a name for a font that is not there yet. What the page draws is put between
 * marks of its own, for Chromium leaves its coordinates turned over.
 */
function reserveStamp(document: PDFDocument, page: PDFPage): void {
  const { context } = document;
  const { node } = page;
  const font = context.nextRef();
  context.assign(font, context.obj(null));
  const stream = (text: string): PDFRef => context.register(context.stream(text));
  const own = node.Contents();
  const ownRefs = own instanceof PDFArray ? own.asArray() : [node.get(PDFName.of("Contents"))];
  if (!(own instanceof PDFArray) && !(own instanceof PDFStream)) return;
  const all = [stream("q"), ...ownRefs.flatMap((one) => one ?? []), stream("Q"), stream(stampMark(font.objectNumber))];
  node.set(PDFName.of("Contents"), context.obj(all));
  const resources = node.Resources() ?? context.obj({});
  const fonts = resources.lookupMaybe(PDFName.of("Font"), PDFDict) ?? context.obj({});
  fonts.set(PDFName.of(stampFontName), font);
  resources.set(PDFName.of("Font"), fonts);
  node.set(PDFName.of("Resources"), resources);
}
