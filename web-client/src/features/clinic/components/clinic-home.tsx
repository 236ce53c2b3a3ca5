import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { useSession } from '@/lib/session/session';
import { useClinicRequests, useRecentStudies, useReturned } from '../api';
import { DropZone } from './drop-zone';
import { PrintReports } from './print-reports';
import { ReturnedList } from './returned-list';
import { StudyCard } from './study-card';
import styles from './clinic-home.module.css';

/** What a technician sees between two patients: what came back, today's studies, and where to drop files. */
/** @param notice what must be seen before all else */
export function ClinicHome({ notice }: { notice?: ReactNode }) {
  const { t } = useTranslation('clinic');
  const { may } = useSession();
  const [days, setDays] = useState(0);
  const studies = useRecentStudies(days);
  const requests = useClinicRequests(days);
  const returned = useReturned();
  const byStudy = new Map(requests.data?.items.map((request) => [request.study.id, request]));
  const items = studies.data?.items ?? [];
  const unopened = items.filter((study) => {
    const request = byStudy.get(study.id);
    return request?.reportId !== undefined && (request.status === 'final' || request.status === 'preliminary') && !request.openedAt;
  });
  const others = items.filter((study) => !unopened.includes(study));
  const reports = (some: typeof items) =>
    some.flatMap((study) => {
      const request = byStudy.get(study.id);
      return request?.reportId && (request.status === 'final' || request.status === 'preliminary') ? [request.reportId] : [];
    });
  return (
    <Page
      title={t('title')}
      narrow
      extra={
        <Segmented
          aria-label={t('day.label')}
          value={days}
          onChange={setDays}
          options={[{ value: 0, label: t('day.today') }, { value: 6, label: t('day.week') }]}
        />
      }
    >
      {notice}
      {returned.data && returned.data.items.length > 0 ? <ReturnedList requests={returned.data.items} /> : null}
      {may('study.send') ? <DropZone /> : null}
      {unopened.length > 0 ? (
        <section>
          <h2 className={styles.heading}>{t('results.title', { count: unopened.length })} <PrintReports reports={reports(unopened)} /></h2>
          <div className={styles.cards}>
            {unopened.map((study) => <StudyCard key={study.id} study={study} request={byStudy.get(study.id)} />)}
          </div>
        </section>
      ) : null}
      <section>
        <h2 className={styles.heading}>{t('studies.title', { count: others.length })} <PrintReports reports={reports(others)} /></h2>
        {studies.error ? <Problem title={t('studies.error')} error={studies.error} onRetry={() => void studies.refetch()} /> : null}
        {studies.isLoading ? <SkeletonRows rows={6} /> : null}
        {studies.data && items.length === 0 ? <EmptyState title={t('studies.empty')} body={t('studies.emptyBody')} /> : null}
        <div className={styles.cards}>
          {others.map((study) => <StudyCard key={study.id} study={study} request={byStudy.get(study.id)} />)}
        </div>
      </section>
    </Page>
  );
}
