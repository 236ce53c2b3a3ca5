import { WarningFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { usePatientLine } from '@/components/patient-name';
import { minute } from '@/lib/format/moment';
import type { SeriesEntry } from '../dicomweb/series';
import type { ViewState } from '../engine/stack-view';
import type { PaneStudy } from './pane';
import styles from './overlay.module.css';

interface OverlayProps {
  state: ViewState;
  entry: SeriesEntry;
  study: PaneStudy;
  active: boolean;
  lossy: boolean;
  cpu: boolean;
}

/** The four corners: who, when and where from, where in the stack, how it is shown. Flips, rotation and lossy data are always said. */
export function Overlay({ state, entry, study, active, lossy, cpu }: OverlayProps) {
  const { t } = useTranslation('viewer');
  const line = usePatientLine()(study.patient, study.date);
  const changed = [
    state.rotation !== 0 ? t('overlay.rotation', { degrees: state.rotation }) : undefined,
    state.flipped ? t('overlay.flipped') : undefined,
    state.flippedVertically ? t('overlay.flippedVertically') : undefined,
    state.inverted ? t('overlay.inverted') : undefined,
    lossy ? t('overlay.lossy') : undefined,
  ].filter((word) => word !== undefined);
  return (
    <div className={styles.overlay} data-status={state.status}>
      <div className={styles.topLeft}>
        {study.prior ? <strong className={styles.prior}>{t('overlay.prior')}</strong> : null}
        <strong>{line.name} {line.rest}</strong>
        <span data-testid="when">{[minute(study.date), study.origin].filter(Boolean).join(' · ')}</span>
        {study.accessionNumber ? <span>{t('overlay.accession', { number: study.accessionNumber })}</span> : null}
      </div>
      <div className={styles.topRight}>
        <span>{entry.description ?? t('series.unnamed', { number: entry.number ?? '–' })}</span>
        {changed.map((word) => <strong key={word} className={styles.changed} role="status"><WarningFilled aria-hidden="true" /> {word}</strong>)}
      </div>
      <div className={styles.bottomLeft}>
        <span data-testid={active ? 'slice' : 'slice-other'}>{t('overlay.slice', { index: state.index + 1, count: state.count })}</span>
        {state.loaded < state.count ? <span>{t('overlay.cached', { loaded: state.loaded, count: state.count })}</span> : null}
        {state.playing ? <span>{t('overlay.rate', { rate: Math.round(state.rate) })}</span> : null}
      </div>
      <div className={styles.bottomRight}>
        {state.width !== undefined && state.center !== undefined ? (
          <span data-testid={active ? 'window' : undefined}>{t('overlay.window', { width: Math.round(state.width), center: Math.round(state.center) })}</span>
        ) : null}
        <span>{t('overlay.zoom', { percent: Math.round(state.zoom * 100) })}</span>
        {cpu ? <span>{t('overlay.cpu')}</span> : null}
      </div>
    </div>
  );
}
