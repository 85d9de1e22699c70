import { requireUser } from "@/lib/access/authenticate";
import { refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import type { UserAsk } from "./answer-user";
import { contentDisposition } from "./content-disposition";
import { getServices } from "./services";

export type AnsweredFile = { bytes: Buffer; name: string; type: string };

/** Answers a route that gives whoever is signed in a file of their own: to be saved, and kept by nobody on the way. In a view there is none. */
export async function answerFile(request: Request, answer: (ask: UserAsk) => Promise<AnsweredFile>): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    if (user.viewedBy !== undefined) throw new BellwetherError("not-found", "There is no such document.");
    refuseParameters(request);
    const { bytes, name, type } = await answer({ services, user });
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": type,
        "content-length": String(bytes.length),
        "content-disposition": contentDisposition(name),
        "cache-control": "private, no-store",
        // Whatever is in it: shown by itself it does nothing here.
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
