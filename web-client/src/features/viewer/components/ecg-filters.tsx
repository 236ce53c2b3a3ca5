import { useTranslation } from 'react-i18next';
import type { SheetView } from '../shared/use-shared-sheet';
import type { Waveform } from '../waveform/decode';
import { troubles } from '../waveform/health';
import styles from './ecg-sheet.module.css';

/** What no reader may overlook: how the trace was filtered, when recorded and here, and which leads are not to be trusted. */
export function EcgFilters({ waveform, view }: { waveform: Waveform; view: SheetView }) {
  const { t } = useTranslation('viewer');
  const { low, high, notch } = waveform.filter;
  const recorded = low === undefined && high === undefined ? t('wave.filterUnknown') : t('wave.filter', { low: low ?? '?', high: high ?? '?' });
  const narrow = (low !== undefined && low > 0.05) || (high !== undefined && high < 150);
  const here = [view.band === 'none' ? undefined : t(`wave.band.${view.band}`), view.notch ? t('wave.notch') : undefined].filter(Boolean).join(' + ');
  return (
    <>
      <span>{recorded}{notch ? ` · ${t('wave.recordedNotch', { notch })}` : ''}</span>
      <span data-testid="ecg-filter" className={here ? styles.warning : undefined}>{here ? t('wave.filtered', { filter: here }) : t('wave.unfiltered')}</span>
      {narrow || view.band === 'muscle' || view.band === 'wander' ? <strong className={styles.warning}>{t('wave.filterWarning')}</strong> : null}
      {[...troubles(waveform)].map(([trouble, leads]) => (
        <strong key={trouble} className={trouble === 'derived' ? undefined : styles.warning} data-testid="lead-trouble">{t(`wave.trouble.${trouble}`, { leads: leads.join(t('wave.comma')) })}</strong>
      ))}
    </>
  );
}
