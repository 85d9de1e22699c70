/**
 * What does not fit where it stands: never what is written in it, for that can be a name, and errors go into logs and mails
 * (PII-1). `row` and `column`: of the table's cell, counted from 1; elsewhere `row` is the place among its neighbours.
 */
export type Overflow = { tile: string; tag: string; row: number; column: number | null };

/** What is seen of a page that is ready to be printed. */
export type SeenPage = {
  position: string | null;
  tiles: { id: string; state: string; rows: number; position: string; blank: boolean; figures: string[]; height: number; whole: boolean }[];
  overflows: Overflow[];
  printed: string;
};

/** Runs in the page, as it is laid out for print; so it names nothing from outside of itself. */
export function lookAtPage(): SeenPage {
  const root = document.documentElement;
  const width = document.body.clientWidth;
  const overflows: Overflow[] = [];
  const placeOf = (element: Element): Overflow => {
    const tile = element.closest("[data-tile]")?.getAttribute("data-tile") ?? "cover";
    const tag = element.tagName.toLowerCase();
    const cell = element.closest("td, th");
    const line = cell?.parentElement;
    if (cell instanceof HTMLTableCellElement && line instanceof HTMLTableRowElement)
      return { tile, tag, row: line.rowIndex + 1, column: cell.cellIndex + 1 };
    return { tile, tag, row: [...(element.parentElement?.children ?? [])].indexOf(element) + 1, column: null };
  };
  for (const element of document.querySelectorAll("article *")) {
    if (element instanceof SVGElement) continue;
    const { left, right } = element.getBoundingClientRect();
    const inside = element instanceof HTMLElement && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
    if (inside || left < -1 || right > width + 1) overflows.push(placeOf(element));
  }
  for (const picture of document.querySelectorAll("svg.picture")) {
    const box = picture.getBoundingClientRect();
    for (const text of picture.querySelectorAll("text")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      if (left < box.left - 2 || right > box.right + 2 || top < box.top - 4 || bottom > box.bottom + 4) overflows.push(placeOf(text));
    }
  }
  const tiles = [...document.querySelectorAll<HTMLElement>("[data-tile]")].map((tile) => {
    const whole = tile.closest<HTMLElement>(".pair") ?? tile;
    return {
      id: tile.dataset.tile ?? "",
      state: tile.dataset.state ?? "",
      rows: Number(tile.dataset.rows),
      position: tile.dataset.position ?? "",
      blank: tile.innerText.trim() === "",
      // Pictures hold figures, weeks and letters of grades, and nobody's name.
      figures: [...tile.querySelectorAll("[data-figure], svg.picture text")].map((figure) => figure.textContent ?? ""),
      height: whole.getBoundingClientRect().height,
      whole: tile.classList.contains("whole-page"),
    };
  });
  return {
    position: root.dataset.position ?? null,
    tiles,
    overflows,
    printed: document.getElementById("printed")?.textContent ?? "",
  };
}
