import { X } from "lucide-react";

export type Chosen = { id: string; name: string };
type Props = { label: string; chosen: readonly Chosen[]; removeLabel: (name: string) => string; onRemove: (id: string) => void };

/** What was chosen of many, each with a way out; nothing where nothing was. */
export function ChosenList({ label, chosen, removeLabel, onRemove }: Props) {
  if (chosen.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1">
      {chosen.map(({ id, name }) => (
        <li key={id} className="inline-flex items-center gap-1 rounded-sm bg-accent-soft pl-2 text-sm text-accent">
          {name}
          <button
            type="button"
            aria-label={removeLabel(name)}
            onClick={() => onRemove(id)}
            className="inline-flex size-6 cursor-pointer items-center justify-center rounded-sm hover:bg-sunken"
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
