import { TextLink } from "../ui/text-link";

/** Not there, or not the reader's: both are the same page, so that it tells nothing. */
export function Missing({ title, text, back }: { title: string; text: string; back: string }) {
  return (
    <div className="py-16">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="my-2 max-w-prose text-soft">{text}</p>
      <TextLink href="/">{back}</TextLink>
    </div>
  );
}
