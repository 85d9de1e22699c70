/** Hands a file to the reader's browser. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** Part of a file's name: letters of any script and digits, so that it is the same everywhere. */
export const fileNameOf = (...parts: readonly string[]): string =>
  parts
    .map((part) =>
      part
        .normalize("NFC")
        .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
        .replaceAll(/^-|-$/g, ""),
    )
    .filter((part) => part !== "")
    .join("_")
    .slice(0, 120);
