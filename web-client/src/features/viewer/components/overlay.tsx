import { useTranslation } from 'react-i18next';
import { usePatientLine } from '@/components/patient-name';
import type { PatientRef } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import type { SeriesEntry } from '../dicomweb/series';
import type { ViewState } from '../engine/stack-view';
import styles from './overlay.module.css';

interface OverlayProps {
  state: ViewState;
  entry: SeriesEntry;
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  studyDate: string | undefined;
  lossy: boolean;
  cpu: boolean;
}

/** The four corners: who, what, where in the stack, how it is shown. Flips, rotation and lossy data are always said. */
export function Overlay({ state, entry, patient, accessionNumber, studyDate, lossy, cpu }: OverlayProps) {
  const { t } = useTranslation('viewer');
  const line = usePatientLine()(patient, studyDate);
  const changed = [
    state.rotation !== 0 ? t('overlay.rotation', { degrees: state.rotation }) : undefined,
    state.flipped ? t('overlay.flipped') : undefined,
    state.inverted ? t('overlay.inverted') : undefined,
    lossy ? t('overlay.lossy') : undefined,
  ].filter((word) => word !== undefined);
  return (
    <div className={styles.overlay}>
      <div className={styles.topLeft}>
        <strong>{line.name} {line.rest}</strong>
        {accessionNumber ? <span>{t('overlay.accession', { number: accessionNumber })}</span> : null}
        <span>{minute(studyDate)}</span>
      </div>
      <div className={styles.topRight}>
        <span>{entry.description ?? t('series.unnamed', { number: entry.number ?? '–' })}</span>
        {changed.map((word) => <strong key={word} className={styles.changed}>{word}</strong>)}
      </div>
      <div className={styles.bottomLeft}>
        <span data-testid="slice">{t('overlay.slice', { index: state.index + 1, count: state.count })}</span>
        {state.loaded < state.count ? <span>{t('overlay.cached', { loaded: state.loaded, count: state.count })}</span> : null}
      </div>
      <div className={styles.bottomRight}>
        {state.width !== undefined && state.center !== undefined ? (
          <span>{t('overlay.window', { width: Math.round(state.width), center: Math.round(state.center) })}</span>
        ) : null}
        <span>{t('overlay.zoom', { percent: Math.round(state.zoom * 100) })}</span>
        {cpu ? <span>{t('overlay.cpu')}</span> : null}
      </div>
    </div>
  );
}
