/** Where to go after signing in: a path of this application, never another site and never the sign-in page itself. */
export function safeReturn(address: string | null): string {
  if (!address?.startsWith('/') || address.startsWith('//') || address.includes('\\') || address.startsWith('/sign-in')) return '/';
  return address;
}

/** The sign-in page with the way back. */
export function signInAddress(from: { pathname: string; search: string }, expired: boolean): string {
  const parameters = new URLSearchParams();
  const back = from.pathname + from.search;
  if (back !== '/' && safeReturn(back) === back) parameters.set('returnTo', back);
  if (expired) parameters.set('expired', '1');
  const text = parameters.toString();
  return text ? `/sign-in?${text}` : '/sign-in';
}
