/** Stands where something will be, in its size, so that nothing moves when it comes. */
export function Skeleton({ height, label }: { height: number | string; label: string }) {
  return <div role="status" aria-label={label} style={{ height }} className="w-full animate-pulse rounded-md bg-sunken" />;
}
