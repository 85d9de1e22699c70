import { randomBytes } from "node:crypto";
import { reportDocument } from "@/components/print/report-document";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { nonceHeader } from "@/lib/platform/security-headers";
import { readReport } from "@/lib/reports/figures/read-report";
import { printTokenHeader, takePrintOrder } from "@/lib/reports/rendering/print-token";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/**
 * A report to be printed, for whoever brings the token of its order: under the eyes that lie beside it, whoever is signed in.
 * Cookies and keys open nothing here, and tokens that are unknown, over or used are answered alike.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const order = await takePrintOrder(services.database, request.headers.get(printTokenHeader), services.now());
    if (order === null) throw new BellwetherError("not-found", "There is nothing here.");
    const parts = await readReport(services, order);
    const nonce = request.headers.get(nonceHeader) ?? randomBytes(16).toString("base64");
    return new Response(reportDocument(parts, nonce), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "private, no-store",
        "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
