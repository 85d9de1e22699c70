import { escapeMarkup } from "@/lib/platform/escape-markup";
import type { HeadlineLine } from "./headline-lines";

type Parts = {
  locale: string;
  title: string;
  facts: readonly string[];
  lines: readonly HeadlineLine[];
  where: string;
  link: { open: string; address: string } | null;
  foot: string;
};

/* Mail programs know tables and styles at the element, and little else. Nothing is loaded from anywhere. */
const font = "font-family:Pretendard,'Apple SD Gothic Neo','Malgun Gothic',system-ui,-apple-system,'Segoe UI',sans-serif";
const soft = "color:#5a6472";
const rule = "border-bottom:1px solid #d8dde4";

export function mailHtml({ locale, title, facts, lines, where, link, foot }: Parts): string {
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><title>${escapeMarkup(title)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1b2430;${font};font-size:15px;line-height:1.5">
<div style="max-width:600px">
<h1 style="margin:0 0 4px;font-size:20px;line-height:1.3">${escapeMarkup(title)}</h1>
<p style="margin:0 0 16px;${soft};font-size:13px">${facts.map(escapeMarkup).join("<br>")}</p>
${table(lines)}
<p style="margin:16px 0">${escapeMarkup(where)}${link === null ? "" : ` <a href="${escapeMarkup(link.address)}" target="_blank" rel="noopener">${escapeMarkup(link.open)}</a>`}</p>
<p style="margin:24px 0 0;${soft};font-size:12px">${escapeMarkup(foot)}</p>
</div>
</body>
</html>
`;
}

function table(lines: readonly HeadlineLine[]): string {
  if (lines.length === 0) return "";
  const row = ({ name, value, note }: HeadlineLine) =>
    `<tr><th scope="row" style="padding:8px 12px 8px 0;text-align:left;font-weight:400;vertical-align:baseline;${rule}">${escapeMarkup(name)}</th>` +
    `<td style="padding:8px 0;text-align:right;vertical-align:baseline;${rule}"><strong style="font-size:17px;font-variant-numeric:tabular-nums">${escapeMarkup(value)}</strong>` +
    `${note === null ? "" : `<br><span style="${soft};font-size:12px">${escapeMarkup(note)}</span>`}</td></tr>`;
  return `<table style="width:100%;border-collapse:collapse">${lines.map(row).join("")}</table>`;
}
