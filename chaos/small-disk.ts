import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit";

/** Room for the database of a long run, and little enough to be filled in a moment. */
const size = "1g";

/** A file system of its own, in memory, that can be filled without harm to anybody else. Making one takes rights that not everybody has. */
export class SmallDisk {
  private readonly forget: () => void;

  private constructor(private readonly folder: string) {
    this.forget = atExit(() => this.unmount());
  }

  /** Null where this user may not mount one. */
  static mount(folder: string): SmallDisk | null {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=755`, "bellwether-chaos", folder], { stdio: "ignore" });
      return new SmallDisk(folder);
    } catch {
      return null;
    }
  }

  /** Leaves no room at all; returns how many megabytes that took. */
  fill(): number {
    const file = openSync(join(this.folder, "filler"), "w");
    const { bavail, bsize } = statfsSync(this.folder);
    const block = Buffer.alloc(1 << 20);
    try {
      for (let left = bavail * bsize; left > 0; left -= block.length) writeSync(file, block);
      for (;;) if (writeSync(file, block, 0, 4_096) < 4_096) break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    } finally {
      closeSync(file);
    }
    return Math.round((bavail * bsize) / (1 << 20));
  }

  free(): void {
    rmSync(join(this.folder, "filler"), { force: true });
  }

  unmount(): void {
    this.forget();
    execFileSync("umount", ["-l", this.folder], { stdio: "ignore" });
  }
}
