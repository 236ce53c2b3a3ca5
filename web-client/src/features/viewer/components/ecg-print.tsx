import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { applyPalette } from '@/lib/theme/tokens';
import type { SheetView } from '../shared/use-shared-sheet';
import type { Findings } from '../waveform/annotations';
import { draw } from '../waveform/draw';
import { layOut } from '../waveform/layout';
import { EcgFilters } from './ecg-filters';
import type { EcgView } from './use-ecg-view';
import styles from './ecg-print.module.css';

/** What a printer can reach of A4 across, under a heading. */
const room = { widthMm: 281, heightMm: 168 };
/** Dots a millimetre, about 300 an inch. */
const dots = 12;

interface EcgPrintProps {
  ecg: EcgView;
  view: SheetView;
  head: ReactNode;
  findings: Findings;
  onDone: () => void;
}

/** One page, A4 across, true to scale; asks the browser to print as soon as it is drawn. */
export function EcgPrint({ ecg, view, head, findings, onDone }: EcgPrintProps) {
  const { t } = useTranslation('viewer');
  const canvas = useRef<HTMLCanvasElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const sheet = layOut(ecg.waveform, view, room);
  const start = useEffectEvent(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    if (page.current) applyPalette('light', page.current);
    element.width = Math.round(sheet.widthMm * dots);
    element.height = Math.round(sheet.heightMm * dots);
    element.style.width = `${sheet.widthMm}mm`;
    element.style.height = `${sheet.heightMm}mm`;
    draw(context, ecg.waveform.rate, sheet, view, ecg.start, dots);
    window.print();
  });
  const done = useEffectEvent(onDone);
  useEffect(() => {
    const ended = (): void => done();
    window.addEventListener('afterprint', ended);
    start();
    return () => window.removeEventListener('afterprint', ended);
  }, []);
  return createPortal(
    <div ref={page} className={styles.page} data-testid="ecg-print">
      <header className={styles.head}>{head}</header>
      <p className={styles.head}>
        <span>{t('wave.speedValue', { value: view.speed })} · {t('wave.gainValue', { value: view.gain })}</span>
        <EcgFilters waveform={ecg.waveform} view={view} />
      </p>
      <canvas ref={canvas} />
      <p className={styles.foot}>{[findings.statements.join(t('wave.semicolon')), t('wave.printed')].filter(Boolean).join(' · ')}</p>
    </div>,
    document.body,
  );
}
