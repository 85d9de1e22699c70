const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 2_000));

/**
 * Loads a part of the page that is wanted only now. While the server is away it is asked for again: what is open goes on
 * waiting for it, and the page, which stands without it, is not taken down.
 */
export async function loadAgain<T>(load: () => Promise<T>, wait: () => Promise<void> = pause): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await wait(); // the connection's notice says that the server is away
    }
  }
}
