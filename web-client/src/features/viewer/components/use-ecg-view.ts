import { useMemo, useState } from 'react';
import type { SheetView } from '../shared/use-shared-sheet';
import type { Waveform } from '../waveform/decode';
import { filtered } from '../waveform/filter';
import { lastStart, layOut, type Sheet } from '../waveform/layout';
import { screenScale } from '../waveform/scale';

/** A recording as it is drawn on this screen. */
export interface EcgView {
  /** Filtered as chosen. */
  waveform: Waveform;
  sheet: Sheet;
  /** The latest second that a sheet may begin with. */
  last: number;
  start: number;
  /** Width of the pane, CSS pixels; 0 before it is known. */
  width: number;
  setWidth: (width: number) => void;
  perMm: number;
  /** True to scale, or as large as the pane is wide. */
  mode: 'true' | 'fit';
  /** Somebody has held a ruler to this screen. */
  measured: boolean;
  setMode: (mode: 'true' | 'fit') => void;
  trueToScale: () => void;
}

const stored = 'huizhen.ecgScale';

export function useEcgView(waveform: Waveform | undefined, view: SheetView): EcgView | undefined {
  const { band, notch, speed, gain, layout, start } = view;
  const [width, setWidth] = useState(0);
  const [mode, setMode] = useState<'true' | 'fit'>(() => (localStorage.getItem(stored) === 'true' ? 'true' : 'fit'));
  const [scale, setScale] = useState(screenScale);
  const shown = useMemo(() => waveform && { ...waveform, leads: waveform.leads.map((lead) => filtered(lead, waveform.rate, { band, notch })) }, [waveform, band, notch]);
  const sheet = useMemo(() => shown && layOut(shown, { speed, gain, layout }), [shown, speed, gain, layout]);
  if (!shown || !sheet) return undefined;
  const choose = (next: 'true' | 'fit'): void => {
    localStorage.setItem(stored, next);
    setScale(screenScale());
    setMode(next);
  };
  const last = lastStart(shown, sheet);
  return {
    waveform: shown, sheet, last, start: Math.min(start, last), width, setWidth, mode, measured: scale.measured,
    perMm: mode === 'true' ? scale.perMm : Math.max(width, 320) / sheet.widthMm,
    setMode: choose,
    trueToScale: () => choose('true'),
  };
}
