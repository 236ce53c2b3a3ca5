type Create = (name: string, options?: ElementCreationOptions) => HTMLElement;

/**
 * Gives the page's nonce to style elements that libraries make without asking (measuring a scroll bar, locking the page behind
 * a dialog), so that a style-src without 'unsafe-inline' lets them be.
 */
export function nonceStyles(nonce: string): void {
  if (!nonce) return;
  const create: unknown = Reflect.get(document, 'createElement');
  const withNonce: Create = (name, options) => {
    const element = (create as Create).call(document, name, options);
    if (name.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  };
  Reflect.set(document, 'createElement', withNonce);
}

/** The nonce that the server wrote into the page. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
