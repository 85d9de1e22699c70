import type { LegendItem, Picture } from "./picture";

/** What style sheets and tokens decide: written into each element, since a file has neither. */
const resolved = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;
const ofThePage = ["class", "style", "tabindex", "role", "aria-label", "aria-hidden", "href", "target"];

/** A chart that the page shows, as it is drawn, without what is there for pointers and keys only. */
export function takePicture(chart: SVGSVGElement, legend: readonly LegendItem[]): Picture {
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error("A copy of a chart is a chart.");
  const copies = [...copy.querySelectorAll("*")];
  const superfluous: Element[] = [];
  for (const [index, original] of [...chart.querySelectorAll("*")].entries()) {
    const element = copies[index];
    if (element === undefined) continue;
    const style = getComputedStyle(original);
    for (const name of ofThePage) element.removeAttribute(name);
    if (original.closest("defs") !== null) continue;
    if (original.matches("title, desc")) superfluous.push(element);
    for (const name of resolved) element.setAttribute(name, style.getPropertyValue(name));
    if (isUnseen(style) && original.children.length === 0 && original.textContent === "") superfluous.push(element);
  }
  for (const element of superfluous) element.remove();
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const { width, height } = chart.getBoundingClientRect();
  const writer = new XMLSerializer();
  return { width, height, body: [...copy.childNodes].map((node) => writer.serializeToString(node)).join(""), legend };
}

const clear = new Set(["none", "transparent", "rgba(0, 0, 0, 0)"]);
const isUnseen = (style: CSSStyleDeclaration) => clear.has(style.fill) && clear.has(style.stroke);
