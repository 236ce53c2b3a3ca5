import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardLink, BoardSpot } from '@/lib/board/board-link';
import { BoardLayer } from '../shared/board-layer';
import { sheetSurface } from '../shared/sheet-surface';
import type { SheetView } from '../shared/use-shared-sheet';
import type { Findings } from '../waveform/annotations';
import { type Caliper, measure } from '../waveform/caliper';
import { draw } from '../waveform/draw';
import type { Place } from '../waveform/layout';
import { placeAt, placeOf, pointIn, type Shown } from '../waveform/locate';
import type { EcgView } from './use-ecg-view';
import styles from './ecg-paper.module.css';

interface EcgPaperProps {
  ecg: EcgView;
  view: SheetView;
  change: (part: Partial<SheetView>) => void;
  /** What the leader of a room measures. */
  theirs: readonly Caliper[];
  marks: Findings['marks'];
  study: string;
  shared: BoardLink | undefined;
}

const shortest = 4;

/** The paper: grid, calibration, traces; dragging measures. */
export function EcgPaper({ ecg, view, change, theirs, marks, study, shared }: EcgPaperProps) {
  const { t } = useTranslation('viewer');
  const { waveform, sheet, perMm, start, width, setWidth } = ecg;
  const { speed, gain, layout } = view;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ place: Place; x: number; y: number; caliper: Caliper }>();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [setWidth]);
  const shown = useMemo((): Shown => ({ sheet, settings: { speed, gain, layout }, start, perMm }), [sheet, speed, gain, layout, start, perMm]);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [sheet.widthMm * perMm, sheet.heightMm * perMm];
    element.width = Math.round(wide * ratio);
    element.height = Math.round(high * ratio);
    element.style.width = `${wide}px`;
    element.style.height = `${high}px`;
    context.scale(ratio, ratio);
    draw(context, waveform.rate, sheet, shown.settings, start, perMm);
  }, [waveform, sheet, shown, start, perMm, width]);
  const surface = useMemo(() => sheetSurface(shown), [shown]);
  const at = (event: PointerEvent): [number, number] => {
    const frame = page.current?.getBoundingClientRect();
    return [event.clientX - (frame?.left ?? 0), event.clientY - (frame?.top ?? 0)];
  };
  const begin = (event: PointerEvent<HTMLElement>): void => {
    const [x, y] = at(event);
    const place = event.button === 0 && event.target === canvas.current ? placeAt(shown, x, y) : undefined;
    if (!place) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const point = pointIn(shown, place, x, y);
    setDrag({ place, x, y, caliper: { from: point, to: point } });
  };
  const move = (event: PointerEvent): void => {
    if (!drag) return;
    const [x, y] = at(event);
    const caliper = { from: drag.caliper.from, to: pointIn(shown, drag.place, x, y) };
    const open = view.calipers.at(-1)?.from === drag.caliper.from;
    setDrag({ ...drag, caliper });
    // as it is drawn: whoever follows sees it move
    if (Math.hypot(x - drag.x, y - drag.y) >= shortest || open) change({ calipers: [...(open ? view.calipers.slice(0, -1) : view.calipers), caliper] });
  };
  const label = (first: BoardSpot, last: BoardSpot): string => ('ms' in first && 'ms' in last ? t('wave.duration', { ms: Math.abs(last.ms - first.ms) }) : '');
  return (
    <div ref={box} className={styles.box}>
      <div
        ref={page}
        className={styles.page}
        style={{ width: sheet.widthMm * perMm, height: sheet.heightMm * perMm }}
        data-testid="ecg-page"
        data-per-mm={perMm}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={() => setDrag(undefined)}
        onPointerCancel={() => setDrag(undefined)}
      >
        <canvas ref={canvas} role="img" aria-label={t('wave.sheet', { leads: waveform.leads.length })} />
        <svg className={styles.layer} aria-hidden="true">
          {marks.map((mark, index) => <DeviceMark key={index} mark={mark} shown={shown} rate={waveform.rate} />)}
          {theirs.map((caliper, index) => <Calipers key={`their ${index}`} caliper={caliper} shown={shown} theirs />)}
          {view.calipers.map((caliper, index) => <Calipers key={index} caliper={caliper} shown={shown} />)}
        </svg>
        {shared && width > 0 ? <BoardLayer link={shared} study={study} surface={surface} pane={page} segment={{ height: sheet.rowMm * 0.4 * perMm, label }} /> : null}
      </div>
    </div>
  );
}

function Calipers({ caliper, shown, theirs = false }: { caliper: Caliper; shown: Shown; theirs?: boolean }) {
  const { t } = useTranslation('viewer');
  const [from, to] = [placeOf(shown, caliper.from), placeOf(shown, caliper.to)];
  if (!from || !to) return null;
  const { ms, perMinute, mV } = measure(caliper);
  const reach = shown.sheet.rowMm * 0.42 * shown.perMm;
  const base = placeOf(shown, { ...caliper.from, mV: 0 })?.y ?? from.y;
  const words = [t('wave.duration', { ms }), perMinute === undefined ? undefined : t('wave.rate', { perMinute }), t('wave.height', { mV: mV.toFixed(2) })].filter(Boolean).join(' · ');
  const right = Math.max(from.x, to.x);
  return (
    <g className={theirs ? styles.theirs : styles.caliper} data-testid={theirs ? 'caliper-other' : 'caliper'}>
      <path d={`M${from.x} ${base - reach} V${base + reach} M${to.x} ${base - reach} V${base + reach} M${from.x} ${from.y} H${to.x} V${to.y}`} />
      <text x={right + 5} y={Math.max(14, base - reach + 12)}>{words}</text>
    </g>
  );
}

function DeviceMark({ mark, shown, rate }: { mark: Findings['marks'][number]; shown: Shown; rate: number }) {
  const ms = mark.ms ?? ((mark.sample ?? 0) / rate) * 1000;
  const { sheet, start, settings, perMm } = shown;
  const since = ms / 1000 - start;
  const place = sheet.places.find((each) => each.first && since >= each.from && since <= each.from + each.seconds);
  if (!place) return null;
  const x = (place.left + (since - place.from) * settings.speed) * perMm;
  const y = (place.middle - sheet.rowMm * 0.5) * perMm;
  return (
    <g className={styles.mark} data-testid="device-mark">
      <path d={`M${x} ${y} v${4 * perMm}`} />
      <text x={x + 2} y={y + 10}>{mark.label}</text>
    </g>
  );
}
