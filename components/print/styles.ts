import type { Paper } from "@/lib/reports/content-shape";
import { printedWidth } from "@/lib/reports/printed-area";
import { cssString } from "./html";
import { printColours, printPalette } from "./print-palette";

const sizes: Readonly<Record<Paper, string>> = { a4: "A4", letter: "letter" };

export type Margins = { head: string; aside: string; foot: string; page: (page: string, pages: string) => readonly string[] };

const { ink, line, sunken, edge, series } = printPalette;
const soft = printPalette["ink-soft"];

/** The package's fonts, whole: what prints has them installed (lib/reports/rendering/font-folder.ts), else at hand. */
const faces = (
  [
    ["Regular", 400],
    ["SemiBold", 600],
  ] as const
)
  .map(
    ([name, weight]) =>
      `@font-face{font-family:Pretendard;font-weight:${weight};src:local("Pretendard-${name}"),local("Pretendard ${name}"),url(/print/fonts/Pretendard-${name}.woff2) format("woff2")}`,
  )
  .join("");

/** What is printed on each page: what it is, its filters, and which page of how many. */
const pages = (paper: Paper, { head, aside, foot, page }: Margins) => `
@page{size:${sizes[paper]};margin:15mm 14mm 16mm;
 @top-left{content:${cssString(head)};${marginText};vertical-align:bottom;padding-bottom:3mm;width:70%;text-align:left}
 @top-right{content:${cssString(aside)};${marginText};vertical-align:bottom;padding-bottom:3mm;text-align:right}
 @bottom-left{content:${cssString(foot)};${marginText};vertical-align:top;padding-top:4mm;width:80%;text-align:left}
 @bottom-right{content:${page("counter(page)", "counter(pages)").join(" ")};${marginText};vertical-align:top;padding-top:4mm;text-align:right}}
@page:first{margin-top:17mm;@top-left{content:none}@top-right{content:none}}`;
const marginText = `font:400 8px Pretendard;font-variant-ligatures:none;color:${soft}`;

/**
 * No substitutes for letters (figures of one width, colons between digits): Chromium writes no character for a glyph that the font
 * has none for, so that nobody could search or copy them.
 */
export const styles = (paper: Paper, margins: Margins): string => `${faces}${pages(paper, margins)}
*{box-sizing:border-box;margin:0;padding:0}
html{color:${ink};background:#fff;font:400 10.5px/1.4 Pretendard;font-variant-ligatures:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{width:${printedWidth[paper]}px;word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:23px;line-height:1.2;font-weight:600;letter-spacing:-.015em;margin-top:2px}
h2{font-size:12.5px;line-height:1.3;font-weight:600;break-after:avoid;margin-bottom:5px}
h3{font-size:10px;line-height:1.3;font-weight:600;break-after:avoid;color:${soft}}
b,.strong{font-weight:600}
.soft{color:${soft}}.good{color:${printColours.good}}.bad{color:${printColours.bad}}
.warn{color:${printColours.warn};background:${printColours["warn-soft"]};padding:1px 4px;border-radius:2px}
p.warn{margin:0 0 5px;width:fit-content}
.next-part{break-before:page}
header{border-bottom:1.5px solid ${ink};padding-bottom:10px;margin-bottom:14px}
header .kind{color:${printColours.accent};font-weight:600;font-size:10.5px}
header .above{color:${soft};font-size:10.5px;margin-top:2px}
header dl{display:grid;grid-template-columns:repeat(3,1fr);gap:6px 18px;margin-top:10px}
header dt{color:${soft};font-size:8.5px}header dd{font-size:10px;line-height:1.35}
.tile{margin-bottom:16px}
.tile>.note{color:${soft};font-size:9px;margin:-3px 0 5px;break-after:avoid}
.tile.whole-page{break-inside:avoid}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 16px;break-inside:avoid}
.pair>.tile{min-width:0}main>.letters-tile .picture,main>.trend-tile .picture{max-width:50%}
.cards{display:grid;grid-template-columns:repeat(3,1fr);border-top:1px solid ${line};border-left:1px solid ${line}}
.card{padding:8px 10px 9px;border-right:1px solid ${line};border-bottom:1px solid ${line};font-size:9.5px;line-height:1.35;break-inside:avoid}
.card .value{font-size:25px;line-height:1.25;font-weight:600;letter-spacing:-.02em;color:${ink}}
.card .value small{font-size:9.5px;font-weight:400;letter-spacing:0;color:${soft}}
.card .value.words{font-size:14px;line-height:1.5;padding:4px 0}
.badge{font-weight:400;color:${printColours.warn};background:${printColours["warn-soft"]};padding:0 4px;border-radius:2px;font-size:8.5px}
.movers{list-style:none;display:grid;grid-template-columns:repeat(3,1fr);gap:0 14px}
.movers li{border-left:2px solid ${line};padding-left:8px;font-size:9.5px;line-height:1.4}.movers b{display:block;font-size:10.5px}
.legend{list-style:none;display:flex;gap:0 14px;font-size:9px;color:${soft}}.legend svg{vertical-align:middle;margin-right:5px}
.picture{display:block;width:100%;height:auto;overflow:visible}
table{width:100%;border-collapse:collapse;font-size:9.5px;line-height:1.35}
thead{display:table-header-group}tr{break-inside:avoid}
th{text-align:left;font-weight:400;vertical-align:top;padding:3px 6px 3px 0}
thead th{color:${soft};font-size:8.5px;border-bottom:1px solid ${edge};vertical-align:bottom;word-break:keep-all;overflow-wrap:normal}
td{padding:3px 6px 3px 0;vertical-align:top}
th:last-child,td:last-child{padding-right:0}
tbody tr{border-bottom:1px solid ${line}}
.n{text-align:right;white-space:nowrap}thead .n{white-space:normal}
.mid{text-align:center}
.since-tile th:first-child{width:17%}.since-tile .n{width:10%}.since-tile td.n+td:not(.n),.since-tile th.n+th:not(.n){padding-left:10px}
.ranking .mid{width:27%}.ranking tbody .mid{padding-top:5px}
.bar{position:relative;display:block;height:8px;background:${sunken};border-radius:1px}
.bar i{position:absolute;top:0;bottom:0}
.bar .middle{left:50%;top:-2px;bottom:-2px;border-left:1px solid ${edge}}
.bar .worse{background:${series}}.bar .off{background:#b4bcc5}
.bar .reach{top:50%;bottom:auto;border-top:1px solid ${ink}}
.members{table-layout:fixed}.members th:first-child{width:27%}.whole th,.whole td{font-weight:600}
.heat{table-layout:fixed;font-size:8.5px}.heat th:first-child{width:19%}.heat td{text-align:center;padding:3px 0;border:1px solid #fff}.heat thead .n{text-align:center;padding-right:0}
.heat tbody tr{border-bottom:0}
.students th .soft{font-weight:400;font-size:8px;margin-left:4px}.students .near th,.students .near .strong{color:${printColours.bad};font-weight:600}
.notes{display:grid;grid-template-columns:1fr 1fr;gap:0 20px;font-size:9px;line-height:1.45;margin-bottom:10px}
.notes dl div{margin-top:3px}.notes dt,.notes dd{display:inline;color:${soft}}.notes dt{font-weight:600;color:${ink};margin-right:4px}.notes ul+h3{margin-top:9px}.notes ul{padding-left:11px}.notes li{margin-top:3px;color:${soft}}
`;
