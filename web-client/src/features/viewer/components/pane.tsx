import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Problem } from '@/components/problem';
import type { PatientRef } from '@/lib/api/schema';
import type { BoardLink } from '@/lib/board/board-link';
import { useSeries, useSeriesContent } from '../api';
import type { StackView } from '../engine/stack-view';
import { ImageStack } from './image-stack';
import { useRested } from './use-rested';
import { EcgSheet } from './ecg-sheet';
import styles from './pane.module.css';

/** The study behind a pane: whose, when, where from; each pane says so. */
export interface PaneStudy {
  uid: string;
  patient: PatientRef | undefined;
  accessionNumber: string | undefined;
  date: string | undefined;
  origin: string;
  arrived: number;
  prior: boolean;
}

export interface PaneProps {
  study: PaneStudy;
  /** The first one where it is not named. */
  series: string | undefined;
  active: boolean;
  several: boolean;
  /** The board of a room, on the pane that it is about. */
  shared: BoardLink | undefined;
  onActivate: () => void;
  onView: (view: StackView | undefined) => void;
}

/** One pane: what a series holds, as images, as traces, or as words. */
export function Pane(props: PaneProps) {
  const { t } = useTranslation('viewer');
  const { study, active, several } = props;
  const list = useSeries(study.uid, useRested(study.arrived));
  const entry = list.data?.find(({ uid }) => uid === props.series) ?? list.data?.[0];
  const content = useSeriesContent(study.uid, entry?.uid, entry?.instances ?? 0);
  return (
    <div
      className={[styles.pane, several && active ? styles.active : '', study.prior ? styles.prior : ''].join(' ')}
      data-testid="pane"
      data-active={active}
      data-study={study.uid}
      onPointerDownCapture={props.onActivate}
      onWheelCapture={active ? undefined : props.onActivate}
    >
      {study.prior && list.error ? <Problem title={t('error')} error={list.error} onRetry={() => void list.refetch()} /> : null}
      {content.error ? <Problem title={t('error')} error={content.error} onRetry={() => void content.refetch()} /> : null}
      {list.isLoading || content.isLoading ? <p className={styles.loading} role="status">{t('loading')}</p> : null}
      {entry && content.data?.kind === 'images' ? <ImageStack study={study} entry={entry} content={content.data} active={active} shared={props.shared} onView={props.onView} /> : null}
      {content.data?.kind === 'waveform' ? (
        <EcgSheet
          patient={study.patient}
          accessionNumber={study.accessionNumber}
          studyDate={study.date}
          origin={study.origin}
          objects={content.data.objects}
          study={study.uid}
          series={entry?.uid}
          shared={props.shared}
          active={active}
        />
      ) : null}
      {content.data?.kind === 'other' ? (
        <EmptyState title={t('other.title')} body={t('other.body', { sopClass: content.data.sopClass ?? t('failed.unknown') })} />
      ) : null}
    </div>
  );
}
