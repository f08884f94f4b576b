/** A system's thumbnail: its line drawing in a 48 x 32 box, in the colour of the text around it. */
export function SystemThumbnail({ path, className }: { readonly path: string; readonly className?: string }) {
  return (
    <svg viewBox="0 0 48 32" className={className} fill="none" stroke="currentColor" aria-hidden>
      <path d={path} strokeWidth={2} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
