import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { usePatientLine } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import type { PatientRef } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import { minute } from '@/lib/format/moment';
import { type DicomJson, items, tag, text } from '../dicomweb/json';
import { decode } from '../dicomweb/prepare';
import { bulkData } from '../dicomweb/retrieve';
import { BoardLayer } from '../shared/board-layer';
import { useSharedSheet } from '../shared/use-shared-sheet';
import { sheetSurface } from '../shared/sheet-surface';
import { bulkOf, decodeGroup, longest, type Waveform } from '../waveform/decode';
import { draw, layOut } from '../waveform/draw';
import styles from './waveform-sheet.module.css';

interface WaveformSheetProps {
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  studyDate: string | undefined;
  objects: DicomJson[];
  study: string;
  series: string | undefined;
  shared: BoardLink | undefined;
}

/** The traces of the last waveform object on paper in true proportion. */
export function WaveformSheet({ objects, patient, accessionNumber, studyDate, study, series, shared }: WaveformSheetProps) {
  const { t } = useTranslation('viewer');
  const line = usePatientLine()(patient, studyDate);
  const object = objects.at(-1);
  const waveform = useQuery({
    queryKey: ['waveform', object && text(object, tag.sopInstance)],
    queryFn: ({ signal }) => load(object, signal),
    staleTime: Infinity,
  });
  if (waveform.error) return <Problem title={t('error')} error={waveform.error} onRetry={() => void waveform.refetch()} />;
  if (waveform.isLoading) return <p className={styles.words} role="status">{t('loading')}</p>;
  if (!waveform.data) return <EmptyState title={t('wave.unreadable')} body={t('failed.title')} />;
  return (
    <div className={styles.sheet}>
      <header className={styles.head}>
        <strong>{line.name} {line.rest}</strong>
        {accessionNumber ? <span>{t('overlay.accession', { number: accessionNumber })}</span> : null}
        <span>{minute(studyDate)}</span>
      </header>
      <Paper waveform={waveform.data} study={study} series={series} shared={shared} />
    </div>
  );
}

async function load(object: DicomJson | undefined, signal: AbortSignal): Promise<Waveform | null> {
  const group = object && longest(items(object, tag.waveforms));
  if (!group) return null;
  const { inline, uri } = bulkOf(group);
  if (inline) return decodeGroup(group, decode(inline)) ?? null;
  return uri ? (decodeGroup(group, await bulkData(uri, signal)) ?? null) : null;
}

function Paper({ waveform, study, series, shared }: { waveform: Waveform } & Pick<WaveformSheetProps, 'study' | 'series' | 'shared'>) {
  const { t } = useTranslation('viewer');
  const [own, setOwn] = useState({ speed: 25, gain: 10, start: 0 });
  const { sheet: settings, change } = useSharedSheet(shared, { study, series }, own, setOwn);
  const { speed, gain, start } = settings;
  const [width, setWidth] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const sheet = layOut(waveform, { speed, gain }, width);
  const length = (waveform.leads[0]?.values.length ?? 0) / waveform.rate;
  const last = Math.max(0, length - sheet.secondsPerColumn);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(sheet.widthMm * sheet.perMm * ratio);
    element.height = Math.round(sheet.heightMm * sheet.perMm * ratio);
    element.style.height = `${sheet.heightMm * sheet.perMm}px`;
    context.scale(ratio, ratio);
    draw(context, waveform, sheet, { speed, gain }, start);
  });
  const surface = useMemo(() => sheetSurface(waveform, layOut(waveform, { speed, gain }, width), { speed, gain }, start), [waveform, speed, gain, width, start]);
  const { low, high } = waveform.filter;
  const narrow = (low !== undefined && low > 0.05) || (high !== undefined && high < 150);
  const calibrated = waveform.leads.every((lead) => lead.calibrated);
  return (
    <>
      <div className={styles.tools}>
        <Segmented size="small" value={speed} onChange={(next: number) => change({ speed: next })} options={[25, 50].map((value) => ({ value, label: t('wave.speedValue', { value }) }))} />
        <Segmented size="small" value={gain} onChange={(next: number) => change({ gain: next })} options={[5, 10, 20].map((value) => ({ value, label: t('wave.gainValue', { value }) }))} />
        {last > 0 ? (
          <span>
            <Button size="small" type="text" icon={<LeftOutlined />} aria-label={t('wave.earlier')} disabled={start <= 0} onClick={() => change({ start: Math.max(0, start - 1) })} />
            {t('wave.from', { start: start.toFixed(1) })}
            <Button size="small" type="text" icon={<RightOutlined />} aria-label={t('wave.later')} disabled={start >= last} onClick={() => change({ start: Math.min(last, start + 1) })} />
          </span>
        ) : null}
        <span>{low !== undefined || high !== undefined ? t('wave.filter', { low: low ?? '?', high: high ?? '?' }) : t('wave.filterUnknown')}</span>
        {narrow ? <strong className={styles.warning}>{t('wave.filterWarning')}</strong> : null}
        {calibrated ? null : <strong className={styles.warning}>{t('wave.uncalibrated')}</strong>}
      </div>
      <div ref={box} className={styles.paper}>
        <div ref={page} className={styles.page}>
          <canvas ref={canvas} role="img" aria-label={t('wave.sheet', { leads: waveform.leads.length })} />
          {shared && width > 0 ? <BoardLayer link={shared} study={study} surface={surface} pane={page} /> : null}
        </div>
      </div>
    </>
  );
}
