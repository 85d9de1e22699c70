/** Twice the size, so that it is sharp on dense screens and in print. */
const scale = 2;

/**
 * An SVG as a PNG. A picture that is loaded as an image has no fonts of the page, and those written into it may
 * come too late to be drawn; so its shapes are drawn as an image, and its words by the page's own fonts over them.
 */
export async function drawPng(svg: string): Promise<Blob> {
  const shown = show(svg);
  try {
    const words = wordsOf(shown.picture);
    const all = words.map(({ text }) => text).join("");
    const fonts = new Set(words.map(({ weight, family }) => `${weight} 12px ${family}`));
    await Promise.all([...fonts].map((font) => document.fonts.load(font, all)));
    for (const text of shown.picture.querySelectorAll("text")) text.remove();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(shown.picture))}`;
    await image.decode();
    return await rasterise(image, words);
  } finally {
    shown.box.remove();
  }
}

function rasterise(image: HTMLImageElement, words: readonly Word[]): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser cannot draw.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  context.textRendering = "geometricPrecision";
  for (const { text, weight, size, family, fill, x, y } of words) {
    context.font = `${weight} ${size * scale}px ${family}`;
    context.fillStyle = fill;
    context.fillText(text, x * scale, y * scale);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("The picture could not be written.")) : resolve(blob)), "image/png");
  });
}

/** In the page, where it is laid out, but out of sight and of reach. */
function show(svg: string): { box: HTMLElement; picture: SVGSVGElement } {
  const picture = document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  if (!(picture instanceof SVGSVGElement)) throw new Error("This is no picture.");
  const box = document.createElement("div");
  box.setAttribute("aria-hidden", "true");
  box.style.cssText = "position:fixed;left:-100000px;top:0;pointer-events:none";
  box.append(picture);
  document.body.append(box);
  return { box, picture };
}

type Word = { text: string; weight: string; size: number; family: string; fill: string; x: number; y: number };

/** Each line of text, with where it begins and how it looks. */
function wordsOf(root: SVGSVGElement): Word[] {
  const toRoot = root.getScreenCTM()?.inverse();
  const leaves = [...root.querySelectorAll<SVGTextContentElement>("text, tspan")].filter((one) => one.children.length === 0);
  return leaves.flatMap((leaf) => {
    const matrix = leaf.getScreenCTM();
    if (toRoot === undefined || matrix === null || leaf.getNumberOfChars() === 0) return [];
    const { x, y } = leaf.getStartPositionOfChar(0).matrixTransform(toRoot.multiply(matrix));
    const style = getComputedStyle(leaf);
    const size = Number.parseFloat(style.fontSize);
    return [{ text: leaf.textContent, weight: style.fontWeight, size, family: style.fontFamily, fill: style.fill, x, y }];
  });
}
