import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { z } from "zod";

/** How long an answer may take, in milliseconds: what takes longer hangs. */
const patience = 20_000;

export type Asked = {
  method?: string;
  /** As it stands in the first line, with all that no client would send. */
  path: string;
  headers?: OutgoingHttpHeaders;
  /** Parts of a body, each in a packet of its own; without them there is none. */
  parts?: readonly Buffer[];
  /** The line is cut after the parts, before the body is complete. */
  isCut?: boolean;
};
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/** Asks without mending what is asked. Null where there is no answer to be had: the line was cut. Throws where it hangs. */
export function ask(url: string, { method = "GET", path, headers = {}, parts = [], isCut = false }: Asked): Promise<Answered | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, method, path, headers, agent: false, setHost: headers.host === undefined });
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${patience / 1_000} s`));
      sending.destroy();
    }, patience);
    const settle = (answer: Answered | null) => {
      clearTimeout(timer);
      resolve(answer);
    };
    sending.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => settle({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on("error", () => settle(null));
    });
    sending.on("error", () => settle(null));
    for (const part of parts) sending.write(part);
    if (isCut) sending.write("", () => setTimeout(() => sending.destroy(), 20));
    else sending.end();
  });
}

const problemSchema = z.object({
  type: z.string().startsWith("urn:bellwether:problem:"),
  title: z.string().min(1),
  status: z.number(),
  code: z.string().min(1),
  field: z.string().optional(),
  rule: z.string().min(1).optional(),
});

/** Statuses that say what of the request was wrong. */
const namesField: ReadonlySet<number> = new Set([400, 413, 415]);

/** What is wrong with an answer that refuses, in words; nothing where it is as docs/API.md says. */
export function faultsOfRefusal({ status, headers, text }: Answered): string[] {
  if (status >= 500 && status !== 503) return [`answered ${status}: ${text.slice(0, 200)}`];
  if (headers["content-type"] !== "application/problem+json") return [`${status} is ${headers["content-type"]}: ${text.slice(0, 200)}`];
  const parsed = problemSchema.safeParse(parse(text));
  if (!parsed.success) return [`${status} is no problem of ours: ${text.slice(0, 200)}`];
  const { data: problem } = parsed;
  if (problem.status !== status || problem.type !== `urn:bellwether:problem:${problem.code}`)
    return [`${status} says of itself ${text.slice(0, 200)}`];
  if (namesField.has(status) && (problem.field === undefined || problem.rule === undefined)) {
    return [`${status} does not name field and rule: ${text.slice(0, 200)}`];
  }
  if ((status === 503 || status === 429) && headers["retry-after"] === undefined) return [`${status} does not say when to come again`];
  return [];
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says what was none
  }
}
