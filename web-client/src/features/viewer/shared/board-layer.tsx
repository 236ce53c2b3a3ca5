import { EditOutlined } from '@ant-design/icons';
import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardLink, BoardMark, BoardSpot } from '@/lib/board/board-link';
import type { Point, Surface } from './spots';
import { useBoard } from './use-shared';
import styles from './board-layer.module.css';

interface BoardLayerProps {
  link: BoardLink;
  study: string;
  surface: Surface;
  /** What the pointer moves over. */
  pane: RefObject<HTMLElement | null>;
  /** On a trace dragging marks a stretch of time, with so many pixels above and below it. */
  segment?: { height: number; label: (from: BoardSpot, to: BoardSpot) => string } | undefined;
}

const shortest = 12;

/** Pointers and marks of the room over a pane; own pointer out; with the arrow tool on, dragging draws a mark. */
export function BoardLayer({ link, study, surface, pane, segment }: BoardLayerProps) {
  const { t } = useTranslation('viewer');
  const { pointers, marks, mayPoint, mayMark } = useBoard(link);
  const [drawing, setDrawing] = useState(false);
  const [draft, setDraft] = useState<{ from: Point; to: Point }>();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const layer = useRef<SVGSVGElement>(null);
  useEffect(() => surface.subscribe(redraw), [surface]);
  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = layer.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const point = useEffectEvent((event: globalThis.PointerEvent) => {
    if (mayPoint) link.point(event.type === 'pointerleave' ? undefined : surface.fromPane(at(event)));
  });
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const moved = (event: globalThis.PointerEvent): void => point(event);
    element.addEventListener('pointermove', moved);
    element.addEventListener('pointerleave', moved);
    return () => {
      element.removeEventListener('pointermove', moved);
      element.removeEventListener('pointerleave', moved);
      link.point(undefined);
    };
  }, [pane, link]);
  const finish = (): void => {
    if (!draft) return;
    setDraft(undefined);
    const long = Math.hypot(draft.to.x - draft.from.x, draft.to.y - draft.from.y) >= shortest;
    const points = (long ? [draft.from, draft.to] : [draft.to]).map((each) => surface.fromPane(each)).filter((spot): spot is BoardSpot => spot !== undefined);
    const [first, last] = points;
    const stretch = segment && first && last && 'lead' in first && 'lead' in last ? [first, { ...last, lead: first.lead, mV: first.mV }] : undefined;
    if (segment && long && !stretch) return;
    if (first) link.mark({ kind: stretch ? 'segment' : points.length > 1 ? 'arrow' : 'spot', study, points: stretch ?? points });
  };
  const own = marks.filter((mark) => mark.kind !== 'note' && mark.study === study);
  return (
    <>
      <svg
        ref={layer}
        className={drawing ? `${styles.layer} ${styles.drawing}` : styles.layer}
        aria-hidden="true"
        onPointerDown={(event: PointerEvent) => drawing && setDraft({ from: at(event), to: at(event) })}
        onPointerMove={(event: PointerEvent) => draft && setDraft({ ...draft, to: at(event) })}
        onPointerUp={finish}
      >
        {own.map((mark) => <Mark key={mark.id} mark={mark} surface={surface} segment={segment} onRemove={drawing && mark.removable ? () => link.unmark(mark.id) : undefined} />)}
        {draft && segment ? <Band from={draft.from} to={draft.to} height={segment.height} /> : null}
        {draft && !segment ? <Arrow from={draft.from} to={draft.to} /> : null}
        {pointers.map(({ from, name, at: spot }) => {
          const place = surface.toPane(spot);
          return place ? (
            <g key={from} transform={`translate(${place.x} ${place.y})`} data-testid="pointer">
              <path className={styles.pointer} d="M0 0 L0 18 L5 13.5 L8.5 21 L12 19.5 L8.5 12 L15 12 Z" />
              <text className={styles.name} x={16} y={26}>{name}</text>
            </g>
          ) : null;
        })}
      </svg>
      {mayMark ? (
        <button type="button" className={[styles.tool, segment ? styles.sticky : '', drawing ? styles.on : ''].join(' ')} aria-pressed={drawing} title={t('shared.mark')} aria-label={t('shared.mark')} data-testid="mark-tool" onClick={() => setDrawing(!drawing)}>
          <EditOutlined />
        </button>
      ) : null}
    </>
  );
}

function Mark({ mark, surface, segment, onRemove }: { mark: BoardMark; surface: Surface; onRemove: (() => void) | undefined } & Pick<BoardLayerProps, 'segment'>) {
  const places = mark.points.map((spot) => surface.toPane(spot));
  const [from, to] = places.length > 1 ? places : [undefined, places[0]];
  const [first, last] = mark.points;
  const words = [mark.text ?? mark.name, mark.kind === 'segment' && segment && first && last ? segment.label(first, last) : undefined].filter(Boolean).join(' · ');
  if (!to || (places.length > 1 && !from)) return null;
  return (
    <g className={onRemove ? styles.removable : undefined} data-testid="board-mark" onClick={onRemove} onPointerDown={onRemove ? (event) => event.stopPropagation() : undefined}>
      {from && mark.kind === 'segment' ? <Band from={from} to={to} height={segment?.height ?? 40} /> : from ? <Arrow from={from} to={to} /> : <circle className={styles.mark} cx={to.x} cy={to.y} r={9} />}
      <text className={styles.name} x={(from ?? to).x + 10} y={(from ?? to).y - (mark.kind === 'segment' ? (segment?.height ?? 40) + 4 : 6)}>{words}</text>
    </g>
  );
}

/** A stretch of a trace. */
function Band({ from, to, height }: { from: Point; to: Point; height: number }) {
  const left = Math.min(from.x, to.x);
  return <rect className={styles.band} x={left} y={from.y - height} width={Math.max(1, Math.abs(to.x - from.x))} height={height * 2} />;
}

const head = 10;

function Arrow({ from, to }: { from: Point; to: Point }) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number): string => `${to.x - head * Math.cos(angle + turn)} ${to.y - head * Math.sin(angle + turn)}`;
  return <path className={styles.mark} d={`M${from.x} ${from.y} L${to.x} ${to.y} M${wing(0.45)} L${to.x} ${to.y} L${wing(-0.45)}`} />;
}
