import { type Layout, layouts } from '../board';

const common = { width: '1em', height: '1em', viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', strokeWidth: 1.4, 'aria-hidden': true } as const;

export function AngleIcon() {
  return (
    <svg {...common}>
      <path d="M13 13H2.5L11 3M7 13a5 5 0 0 0-1.3-3.4" />
    </svg>
  );
}

export function EllipseIcon() {
  return (
    <svg {...common}>
      <ellipse cx="8" cy="8" rx="6.3" ry="4.4" />
    </svg>
  );
}

/** A small picture of the grid. */
export function LayoutIcon({ layout }: { layout: Layout }) {
  const [rows, columns] = layouts[layout];
  return (
    <svg {...common}>
      <rect x="2" y="2.5" width="12" height="11" />
      {columns > 1 ? <path d="M8 2.5v11" /> : null}
      {rows > 1 ? <path d="M2 8h12" /> : null}
    </svg>
  );
}
