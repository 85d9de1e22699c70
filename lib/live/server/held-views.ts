/** Different views and watches of one user, whatever tabs and sessions they are spread over: a seventh of what a process follows. */
export const mostOfUser = 300;

/** What users follow, each by its name, so that no one of them takes the place of all others. The same view twice is one. */
export class HeldViews {
  private readonly byUser = new Map<string, Map<string, number>>();

  /** Counts one more who follows a view for this user; false where it would be one too many. */
  take(user: string, view: string): boolean {
    const held = this.byUser.get(user) ?? new Map<string, number>();
    const times = held.get(view) ?? 0;
    if (times === 0 && held.size >= mostOfUser) return false;
    this.byUser.set(user, held.set(view, times + 1));
    return true;
  }

  release(user: string, view: string): void {
    const held = this.byUser.get(user);
    const times = held?.get(view) ?? 0;
    if (held === undefined || times === 0) return;
    if (times > 1) held.set(view, times - 1);
    else held.delete(view);
    if (held.size === 0) this.byUser.delete(user);
  }
}
