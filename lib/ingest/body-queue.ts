/** A body's chunks between the thread that hears them and the one that reads them. */
export class BodyQueue implements AsyncIterable<Buffer> {
  private readonly chunks: Uint8Array[] = [];
  private ended = false;
  private error: Error | null = null;
  private wake: (() => void) | null = null;

  constructor(private readonly onRead: () => void) {}

  push(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.ring();
  }

  end(error: Error | null = null): void {
    this.ended = true;
    this.error = error;
    this.ring();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const bytes = this.chunks.shift();
      if (bytes !== undefined) {
        this.onRead();
        yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } else if (this.error !== null) throw this.error;
      else if (this.ended) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private ring(): void {
    this.wake?.();
    this.wake = null;
  }
}
