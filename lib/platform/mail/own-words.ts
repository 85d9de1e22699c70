/**
 * What is said of a delivery is a mail server's, or ours. A server's stays as it said it; of ours a code is kept, that whoever
 * shows it puts in words (messages, `deliverySaid`), with what it is about beside it. Browser-safe.
 */
export const ownWords = [
  "kept-in-mailbox",
  "in-archive",
  "no-server",
  "no-store",
  "no-address",
  "stored-in-folder",
  "stored",
  "storing-stopped",
  "folder-closed",
  "store-unreached",
  "store-answered",
  "login-refused",
  "sender-refused",
  "certificate-refused",
  "server-unreached",
  "server-slow",
  "sending-stopped",
  "connection-lost",
  "tried-too-often",
  "own-fault",
  "maybe-sent",
  "unreadable",
] as const;
export type OwnWord = (typeof ownWords)[number];

const mark = "bellwether:";

/** `about`: an error's code, or what a server answered, on one line. */
export const inOwnWord = (word: OwnWord, about = ""): string => (about === "" ? `${mark}${word}` : `${mark}${word} ${about}`);

/** Several things that are said of one delivery: a mail and its copy. */
export const saidTogether = (details: readonly string[]): string => details.join("\n");

export type Said = { word: OwnWord; about: string } | { word: null; text: string };

/** What is kept of a delivery, part by part. What is none of our codes, as all that was kept before there were some, is shown as it is. */
export function readSaid(detail: string): Said[] {
  return detail.split("\n").map((text) => {
    if (!text.startsWith(mark)) return { word: null, text };
    const [code, ...about] = text.slice(mark.length).split(" ");
    const word = ownWords.find((one) => one === code);
    return word === undefined ? { word: null, text } : { word, about: about.join(" ") };
  });
}

/** In a reader's words; `translate`: those of `deliverySaid`. */
export const saidInWords = (detail: string, translate: (word: OwnWord, values: { about: string }) => string): string =>
  readSaid(detail)
    .map((said) => (said.word === null ? said.text : translate(said.word, said)))
    .join(" ");
