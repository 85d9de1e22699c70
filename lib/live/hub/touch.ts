import { type Member, Shared } from "./shared";
import type { Membership, Watcher } from "./watcher";

/** Tells that what was found changed, to whom its scope still holds at that moment; what it is now is read elsewhere. */
export abstract class Touch<Found extends { position: string }> extends Shared<Found> {
  /** Known from the first look on. */
  protected found: Found | null = null;
  private revision = 0;

  join(watcher: Watcher): Membership {
    return this.enter(watcher, null);
  }

  protected publish(found: Found): void {
    this.found = found;
    this.revision += 1;
    for (const [watcher, member] of this.members) this.deliver(watcher, member);
  }

  protected deliver(watcher: Watcher, member: Member): void {
    if (this.found === null || !watcher.ready()) return;
    if (!member.owed && member.revision === this.revision) return;
    this.members.set(watcher, { revision: this.revision, owed: false, doubtful: false });
    watcher.send({ kind: "touched", position: this.found.position });
  }
}
