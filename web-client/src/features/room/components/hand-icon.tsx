/** A raised hand; drawn, for not every clinic PC has a font with one. */
export function HandIcon({ label }: { label?: string }) {
  return (
    <svg width="1em" height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" role="img" aria-label={label} aria-hidden={label === undefined}>
      <path d="M8 13V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5v-1a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V12m0-3.5a1.5 1.5 0 0 1 3 0V15a6.5 6.5 0 0 1-6.5 6.5h-1c-2 0-3.600-.8-4.800-2.400L4.300 15.200a1.500 1.500 0 0 1 2.300-1.900L8 15" />
    </svg>
  );
}
