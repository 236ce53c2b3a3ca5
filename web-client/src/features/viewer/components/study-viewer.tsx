import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfigProvider } from 'antd';
import { EmptyState } from '@/components/empty-state';
import { Problem } from '@/components/problem';
import { slugOf } from '@/lib/api/problem';
import type { Completeness, PatientRef } from '@/lib/api/schema';
import { counted, isShort } from '@/lib/format/images';
import { antdTheme } from '@/lib/theme/tokens';
import { useSeries, useSeriesContent } from '../api';
import { ImageStack } from './image-stack';
import { SeriesStrip } from './series-strip';
import { useRested } from './use-rested';
import { useDarkPalette } from './use-dark-palette';
import { WaveformSheet } from './waveform-sheet';
import styles from './study-viewer.module.css';

export interface StudyViewerProps {
  studyInstanceUid: string;
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  studyDate: string | undefined;
  completeness: Completeness | undefined;
  conflicts: number;
}

/** The dark half of the case: series strip, and what the chosen series holds. */
export function StudyViewer(props: StudyViewerProps) {
  const { t } = useTranslation(['viewer', 'common']);
  const palette = useDarkPalette();
  const [chosen, setChosen] = useState<string>();
  const { studyInstanceUid: study, completeness, conflicts } = props;
  const series = useSeries(study, useRested(completeness?.received ?? 0));
  const entries = series.data ?? [];
  const current = entries.find(({ uid }) => uid === chosen) ?? entries[0];
  const content = useSeriesContent(study, current?.uid, current?.instances ?? 0);
  const noneYet = (series.data && entries.length === 0) || (series.error && slugOf(series.error) === 'not-found');
  return (
    <ConfigProvider theme={antdTheme('dark')}>
      <section ref={palette} className={styles.viewer} aria-label={t('viewer:title')}>
        {completeness && isShort(completeness) ? <p className={styles.warning}>{t('viewer:short', { counted: counted(completeness) })}</p> : null}
        {conflicts > 0 ? <p className={styles.warning}>{t('viewer:conflicts', { count: conflicts })}</p> : null}
        <div className={styles.body}>
          {entries.length > 0 ? <SeriesStrip study={study} entries={entries} current={current?.uid} onChoose={setChosen} /> : null}
          <div className={styles.stage}>
            {noneYet ? <EmptyState title={t('viewer:empty.title')} body={t('viewer:empty.body')} /> : null}
            {series.error && !noneYet ? <Problem title={t('viewer:error')} error={series.error} onRetry={() => void series.refetch()} /> : null}
            {content.error ? <Problem title={t('viewer:error')} error={content.error} onRetry={() => void content.refetch()} /> : null}
            {series.isLoading || content.isLoading ? <p className={styles.loading} role="status">{t('viewer:loading')}</p> : null}
            {current && content.data?.kind === 'images' ? <ImageStack {...props} entry={current} content={content.data} /> : null}
            {current && content.data?.kind === 'waveform' ? <WaveformSheet {...props} objects={content.data.objects} /> : null}
            {content.data?.kind === 'other' ? (
              <EmptyState title={t('viewer:other.title')} body={t('viewer:other.body', { sopClass: content.data.sopClass ?? t('viewer:failed.unknown') })} />
            ) : null}
          </div>
        </div>
      </section>
    </ConfigProvider>
  );
}
