import { type Answered, ask, faultsOfRefusal } from "./ask";
import type { WrittenQuery } from "./query-arbitrary";

type Asker = { url: string; key: string; cookie: string };

/** Asks, and holds the answer to what docs/API.md says of answers that refuse. Returns what is wrong with it, in words. */
export async function tryQuery(query: WrittenQuery, asker: Asker): Promise<string[]> {
  const { method, path, body = "" } = query;
  const headers = {
    ...credentials(query.asker, asker),
    ...query.headers,
    ...(body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) }),
  };
  const answer = await ask(asker.url, { method, path, headers, parts: body === "" ? [] : [Buffer.from(body)] });
  if (answer === null) return ["the line was cut without an answer"];
  if (answer.status < 400) return [];
  if (isOurs(query, answer)) return faultsOfRefusal(answer);
  return answer.status >= 500 ? [`answered ${answer.status}: ${answer.text.slice(0, 200)}`] : [];
}

function credentials(who: WrittenQuery["asker"], { key, cookie }: Asker): Record<string, string> {
  switch (who) {
    case "nobody":
      return {};
    case "key":
      return { authorization: `Bearer ${key}` };
    case "user":
      return { cookie };
    case "broken key":
      return { authorization: `Bearer ${key.slice(0, -2)}` };
    case "broken cookie":
      return { cookie: cookie.slice(0, -20) };
  }
}

/** Of our API, as it was asked: pages, next-auth, socket.io and what Node cannot read answer in words of their own. */
const isOurs = ({ method, path }: WrittenQuery, { headers }: Answered): boolean =>
  method === "GET" &&
  /^\/api\/(v1|internal)\//.test(path) &&
  headers["content-type"] !== undefined &&
  !headers["content-type"].startsWith("text/html");
