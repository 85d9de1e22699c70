import { PDFDocument, PDFOperator, PDFOperatorNames } from "pdf-lib";
import { finishPdf } from "../finish-pdf";

/** A page of nothing, finished as reports are, so that a name can be put on it; its title stands in its metadata in the clear. */
export async function stampablePdf(title: string, now: Date): Promise<Buffer> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, ["/P <</MCID 0 >>"]),
    PDFOperator.of(PDFOperatorNames.EndMarkedContent),
  );
  const { pdf } = await finishPdf(Buffer.from(await document.save()), { title, locale: "en", now });
  return pdf;
}
