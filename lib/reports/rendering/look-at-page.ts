/** What is seen of a page that is ready to be printed. */
export type SeenPage = {
  position: string | null;
  tiles: { id: string; state: string; rows: number; position: string; text: string; height: number; whole: boolean }[];
  /** What does not fit where it stands, in words. */
  overflows: string[];
  width: number;
  printed: string;
};

/** Runs in the page, as it is laid out for print; so it names nothing from outside of itself. */
export function lookAtPage(): SeenPage {
  const root = document.documentElement;
  const width = document.body.clientWidth;
  const overflows: string[] = [];
  const nameOf = (element: Element) =>
    `${element.closest("[data-tile]")?.getAttribute("data-tile") ?? "cover"}: ${element.tagName.toLowerCase()} "${(element.textContent ?? "").trim().slice(0, 40)}"`;
  for (const element of document.querySelectorAll("article *")) {
    if (element instanceof SVGElement) continue;
    const { left, right } = element.getBoundingClientRect();
    const inside = element instanceof HTMLElement && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
    if (inside || left < -1 || right > width + 1) overflows.push(nameOf(element));
  }
  for (const picture of document.querySelectorAll("svg.picture")) {
    const box = picture.getBoundingClientRect();
    for (const text of picture.querySelectorAll("text")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      if (left < box.left - 2 || right > box.right + 2 || top < box.top - 4 || bottom > box.bottom + 4) overflows.push(nameOf(text));
    }
  }
  const tiles = [...document.querySelectorAll<HTMLElement>("[data-tile]")].map((tile) => {
    const whole = tile.closest<HTMLElement>(".pair") ?? tile;
    return {
      id: tile.dataset.tile ?? "",
      state: tile.dataset.state ?? "",
      rows: Number(tile.dataset.rows),
      position: tile.dataset.position ?? "",
      text: tile.innerText,
      height: whole.getBoundingClientRect().height,
      whole: tile.classList.contains("whole-page"),
    };
  });
  return {
    position: root.dataset.position ?? null,
    tiles,
    overflows,
    width,
    printed: document.getElementById("printed")?.textContent ?? "",
  };
}
