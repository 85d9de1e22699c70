import { setTimeout as pause } from "node:timers/promises";
import { answerSchema, type EventsAnswer } from "@/lib/runtime/testing/client";
import { type Answered, ask, faultsOfRefusal, parse } from "./ask";
import { type ReadyBody, readyBody, type WrittenBody } from "./body-arbitrary";
import type { Ledger } from "./ledger";

type Sender = { url: string; key: string; ledger: Ledger; nextId: () => string };

/** How often what is to come again does. */
const mostRepeats = 20;

/** Sends a body and holds its answer to what docs/EVENTS.md says. Returns what is wrong with it, in words. */
export async function tryBody(written: WrittenBody, { url, key, ledger, nextId }: Sender): Promise<string[]> {
  const body = readyBody(written, nextId);
  const answer = await answerTo(url, key, body);
  if (answer === null) return body.isCut ? [] : ["the line was cut without an answer"];
  if (answer.status !== 200) return refusalOf(answer, body);
  const read = answerSchema.safeParse(parse(answer.text));
  if (!read.success) return [`answered 200 with ${answer.text.slice(0, 200)}`];
  if (body.items === null) return [];
  if (body.isReadable === false) return [`cannot be read, and was answered ${answer.text.slice(0, 200)}`];
  return faultsOfAnswer(read.data, body.items, ledger);
}

/** Nothing else goes wrong meanwhile: what is still to come again after so many times is poison. */
async function answerTo(url: string, key: string, { headers, parts, isCut }: ReadyBody): Promise<Answered | null> {
  for (let repeat = 0; ; repeat += 1) {
    const asked = { method: "POST", path: "/api/v1/events", headers: { authorization: `Bearer ${key}`, ...headers }, parts, isCut };
    const answer = await ask(url, asked);
    const comesAgain = answer?.status === 429 || answer?.status === 503;
    if (!comesAgain || repeat === mostRepeats) return answer;
    await pause(250);
  }
}

function refusalOf(answer: Answered, body: ReadyBody): string[] {
  if (answer.status === 503 || answer.status === 429) return [`is never taken: ${answer.text.slice(0, 200)}`];
  const faults = faultsOfRefusal(answer);
  if (answer.status !== 400) faults.push(`answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  if (body.isReadable === true) faults.push(`can be read, and was refused: ${answer.text.slice(0, 200)}`);
  return faults;
}

function faultsOfAnswer(
  { accepted, duplicate, rejected, items }: EventsAnswer,
  lines: NonNullable<ReadyBody["items"]>,
  ledger: Ledger,
): string[] {
  const faults: string[] = [];
  if (accepted + duplicate + rejected !== lines.length)
    faults.push(`${lines.length} items were answered as ${accepted}+${duplicate}+${rejected}`);
  if (items.length !== duplicate + rejected) faults.push(`${items.length} items are listed of ${duplicate}+${rejected}`);
  const told = new Map(items.map((item) => [item.index, item]));
  for (const [index, { text, expected }] of lines.entries()) {
    const item = told.get(index);
    const became = item?.status ?? "accepted";
    const errors = item?.errors ?? [];
    const isConflict = errors.some(({ rule }) => rule === "id-conflict");
    if (became === "accepted") faults.push(...ledger.accept(text));
    if (became === "rejected") ledger.refuse(text, isConflict);
    if (became === "rejected" && errors.length === 0) faults.push(`was rejected without a reason: ${text.slice(0, 300)}`);
    if (expected !== null && became !== expected)
      faults.push(`was ${became}, to be ${expected} (${JSON.stringify(errors)}): ${text.slice(0, 300)}`);
    for (const error of errors) {
      if (error.rule === "" || error.message === "") faults.push(`names no rule: ${JSON.stringify(error)}`);
      if (JSON.stringify(error).length > 2_000) faults.push(`says back ${JSON.stringify(error).length} characters`);
    }
  }
  return faults;
}
