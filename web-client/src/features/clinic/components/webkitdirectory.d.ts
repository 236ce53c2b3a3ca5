import 'react';

declare module 'react' {
  interface InputHTMLAttributes<T> {
    /** Lets the file dialog choose a folder; not in the standard, in every browser. */
    webkitdirectory?: T extends HTMLInputElement ? string : never;
  }
}
