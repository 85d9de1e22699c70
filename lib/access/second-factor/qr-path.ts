import encodeQR from "qr";

export type QrPath = { size: number; path: string };

/** A QR code as the path of an SVG, one unit a module, so that a page draws it without markup of ours. */
export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, "raw", { border: 2 });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { size: rows.length, path };
}
