import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below those that the system gives to whoever connects: while a killed broker is away its clients try its port again and again,
 * and one of them would be given that very port, be connected with itself, and keep the broker from coming back.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!listening) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
