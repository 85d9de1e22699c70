import { composeChanges, type GroupChanges } from "../fold";

type Step = GroupChanges & { from: string };

/** Half a minute at four updates a second. */
const mostSteps = 120;

/**
 * The recent deltas of a view. Each step makes a new revision; positions may repeat (signs of life),
 * but within a ring a position stands for one set of figures only.
 */
export class DeltaRing {
  private steps: Step[] = [];
  private weight = 0;
  private newest = 0;
  private position = "";

  get revision(): number {
    return this.newest;
  }

  /** Forgets all: revisions and positions of before lead nowhere. */
  restart(position: string): void {
    this.steps = [];
    this.weight = 0;
    this.newest += 1;
    this.position = position;
  }

  /** `groups`: how many the whole answer has. Deltas that outweigh it four times are not worth their room. */
  push(changes: GroupChanges, to: string, groups: number): void {
    this.steps.push({ ...changes, from: this.position });
    this.weight += weightOf(changes);
    this.newest += 1;
    this.position = to;
    while (this.steps.length > mostSteps || this.weight > 4 * groups + mostSteps) {
      const oldest = this.steps.shift();
      if (oldest !== undefined) this.weight -= weightOf(oldest);
    }
  }

  /** The revision that holds this position's figures; null where it is not known. */
  revisionAt(position: string): number | null {
    if (position === this.position) return this.newest;
    const index = this.steps.findIndex((step) => step.from === position);
    return index < 0 ? null : this.newest - this.steps.length + index;
  }

  /** All that changed after a revision, as one; null where that is not known any more. */
  since(revision: number): Step | null {
    if (revision === this.newest) return { from: this.position, put: [] };
    const [first, ...rest] = this.steps.slice(revision - this.newest);
    if (first === undefined || this.newest - revision > this.steps.length) return null;
    return { from: first.from, ...rest.reduce<GroupChanges>(composeChanges, withoutFrom(first)) };
  }
}

const withoutFrom = ({ from: _, ...changes }: Step): GroupChanges => changes;
const weightOf = (changes: GroupChanges) => 1 + changes.put.length + (changes.order?.length ?? 0);
