"use client";

/** What a mail may do here: be looked at. It runs nothing, loads nothing and sends nothing; a link of it opens a page of its own. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";
const sandbox = "allow-popups allow-popups-to-escape-sandbox";

/** A mail's HTML in a frame of its own, without our origin; on top of this its policy is that of the page (srcdoc inherits it). */
export function MailFrame({ html, title }: { html: string; title: string }) {
  return (
    <iframe
      title={title}
      sandbox={sandbox}
      referrerPolicy="no-referrer"
      srcDoc={`<meta http-equiv="content-security-policy" content="${policy}">${html}`}
      className="h-140 w-full rounded-md border border-line bg-white"
    />
  );
}
