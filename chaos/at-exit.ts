const undo = new Set<() => void>();
let listens = false;

/** Runs when this process ends, however it does but by SIGKILL: nothing is left running or lying about. Returns how to call it off. */
export function atExit(run: () => void): () => void {
  if (!listens) {
    listens = true;
    process.on("exit", () => {
      for (const one of undo) one();
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  }
  undo.add(run);
  return () => undo.delete(run);
}
