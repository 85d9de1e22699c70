import { fontFamily, type Picture } from "../exports/picture";
import { drawing, type Html, html } from "./html";

/** A picture of components/exports as a figure of the page, with what it says in words for whoever cannot see it. */
export function pictureHtml({ width, height, body, legend }: Picture, alt: string): Html {
  const lines = legend.map(
    ({ text, stroke, dash }) =>
      html`<li><svg width="20" height="8" viewBox="0 0 20 8" aria-hidden="true"><line x1="0" x2="20" y1="4" y2="4" stroke="${stroke}" stroke-width="2" stroke-dasharray="${dash ?? "none"}" /></svg>${text}</li>`,
  );
  return html`${legend.length > 1 && html`<ul class="legend">${lines}</ul>`}<svg class="picture" role="img" aria-label="${alt}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${fontFamily}" font-size="10">${drawing(body)}</svg>`;
}
