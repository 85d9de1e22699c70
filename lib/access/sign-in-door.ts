import { clientAddressHeader } from "@/lib/platform/client-address";
import type { AccessServices } from "./access-services";
import { userOf } from "./authenticate";
import type { Caller, Entry } from "./caller";
import { readCookies } from "./cookies";
import { stepMinutes } from "./enter";
import { deviceCookie, deviceCookieDays } from "./known-device";
import { plainAddress } from "./network-of";

export const stepCookie = "bellwether.step";
/** Says that who was here is still signed in at the provider, for as long as that is offered. */
export const leftProviderCookie = "bellwether.left-provider";
const leftProviderMinutes = 10;

export const codePage = "/sign-in/code";

/**
 * What stands around next-auth's own answer: who asks, and the cookies and the way on that it does not know of. One for
 * each request.
 */
export class SignInDoor {
  sessionId: string | null = null;
  /** Where to go instead; null: as next-auth says. */
  next: string | null = null;
  private readonly set: string[] = [];
  private readonly secure: boolean;
  private known: Promise<Caller> | null = null;

  constructor(
    private readonly request: Pick<Request, "headers">,
    private readonly services: Pick<AccessServices, "nextAuthSecret" | "sessions" | "config">,
  ) {
    this.secure = services.config.nextAuthUrl?.startsWith("https:") ?? false;
  }

  caller(): Promise<Caller> {
    this.known ??= this.read();
    return this.known;
  }

  answer(entry: Entry): void {
    const triedCode = readCookies(this.request.headers.get("cookie")).has(stepCookie);
    switch (entry.kind) {
      case "signed-in":
        this.sessionId = entry.sessionId;
        if (triedCode) this.setCookie(stepCookie, "", 0);
        if (entry.device !== null) this.setCookie(deviceCookie, entry.device, deviceCookieDays * 86_400);
        return;
      case "code-needed":
        this.setCookie(stepCookie, entry.step, stepMinutes * 60);
        this.next = codePage;
        return;
      case "refused":
        return;
    }
  }

  /** The code was wrong: it is asked for again. */
  askAgain(): void {
    this.next = `${codePage}?error=code`;
  }

  leaveProvider(): void {
    this.setCookie(leftProviderCookie, "1", leftProviderMinutes * 60);
  }

  /** next-auth's answer with what is added to it. */
  close(response: Response): Response {
    for (const cookie of this.set) response.headers.append("set-cookie", cookie);
    if (this.next !== null && response.headers.has("location")) response.headers.set("location", this.next);
    return response;
  }

  private async read(): Promise<Caller> {
    const { headers } = this.request;
    const cookies = readCookies(headers.get("cookie"));
    const user = await userOf(this.services, headers.get("cookie"));
    return {
      // server.ts has put the client's address there, whatever the client itself wrote (lib/platform/client-address.ts).
      address: plainAddress(headers.get(clientAddressHeader) ?? "unknown"),
      userAgent: headers.get("user-agent"),
      deviceCookie: cookies.get(deviceCookie),
      stepCookie: cookies.get(stepCookie),
      session: user === null ? null : { id: user.sessionId, userId: user.userId },
    };
  }

  private setCookie(name: string, value: string, seconds: number): void {
    this.set.push(`${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${this.secure ? "; Secure" : ""}`);
  }
}
