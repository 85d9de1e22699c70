/** A doorbell that cannot be missed: what rang after the ticket was drawn returns at once. */
export class Wake {
  private rung = 0;
  private waiting = new Set<() => void>();

  ticket(): number {
    return this.rung;
  }

  ring(): void {
    this.rung += 1;
    for (const resume of this.waiting) resume();
    this.waiting.clear();
  }

  next(ticket: number, atMost: number): Promise<void> {
    if (this.rung !== ticket) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, atMost);
      const waiting = this.waiting;
      function done() {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
      waiting.add(done);
    });
  }
}
