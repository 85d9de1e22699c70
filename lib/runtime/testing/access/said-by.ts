import { z } from "zod";

/** All that an answer says, but for the id that was asked for. */
export type Said = { status: number; body: string; rows: string[] };

const chunk = /<script(?: nonce="")?>self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)<\/script>/g;

/**
 * What an answer says, for comparison with that of another id. A page's nonce is new each time, and its data comes in
 * rows that are sent as they become ready, numbered in that order and cut into scripts anywhere: they are compared
 * without their order, numbers and cuts.
 */
export function saidBy(status: number, answer: string, asked: string): Said {
  const nonce = /<script[^>]* nonce="([^"]+)"/.exec(answer)?.[1] ?? null;
  const text = (nonce === null ? answer : answer.replaceAll(nonce, "")).replaceAll(asked, "ID");
  const rows = [...text.matchAll(chunk)].map(([, literal]) => z.string().parse(JSON.parse(literal ?? ""))).join("");
  const unnumbered = rows.replaceAll(/^[0-9a-f]+:/gm, "").replaceAll(/"\$(L?)[0-9a-f]+"/g, '"$$$1"');
  return { status, body: text.replaceAll(chunk, ""), rows: unnumbered.split("\n").sort() };
}
