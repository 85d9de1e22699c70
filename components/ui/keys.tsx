/** Keys to press, one after the other. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-block min-w-6 rounded-sm border border-edge bg-sunken px-1.5 text-center font-sans text-xs leading-5"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
