/** What did not work, said where it was tried. */
export function Failure({ error, text }: { error: Error | null; text: string }) {
  if (error === null) return null;
  return (
    <p role="alert" className="mt-3 rounded-md bg-warn-soft p-3 text-sm text-warn">
      {text}
    </p>
  );
}
