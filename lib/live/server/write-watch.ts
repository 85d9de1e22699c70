import type { Socket } from "socket.io";

type Transport = Socket["conn"]["transport"];

/**
 * Tells when a frame has left this process. engine.io hands frames to the transport in batches, one after
 * the other, and says `ready` when the kernel has taken a batch; frames that come meanwhile wait in a list
 * without a bound. Who sends the next frame of a kind only when the one before has left keeps it bounded.
 */
export class WriteWatch {
  private written = 0;
  private newest = 0;
  private waitsSince: number | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly now: () => number,
    onWritten: () => void,
  ) {
    transport.on("ready", () => {
      this.written += 1;
      this.waitsSince = this.newest > this.written ? this.now() : null;
      onWritten();
    });
  }

  /** The batch that a frame sent now belongs to. */
  nextBatch(): number {
    this.newest = this.written + (this.transport.writable ? 1 : 2);
    this.waitsSince ??= this.now();
    return this.newest;
  }

  hasLeft(batch: number): boolean {
    return batch <= this.written;
  }

  /** For how long nothing has left although something waits, in milliseconds. */
  get stuckFor(): number {
    return this.waitsSince === null ? 0 : this.now() - this.waitsSince;
  }
}
