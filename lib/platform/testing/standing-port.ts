import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A free port of 127.0.0.1 for a process that is killed and comes back. It is below those that the system gives to whoever
 * connects: while the process is away its clients try the port again and again, and one of them would be given that very port, be
 * connected with itself, and keep the process from coming back.
 */
export async function standingPort(): Promise<number> {
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
