import { LeftOutlined, PictureOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import { AcknowledgeNotice, SignedReport, useReport } from '@/features/reading';
import { useSession } from '@/lib/session/session';
import styles from './report-route.module.css';

/** A signed report on its own, as the clinic reads and prints it. */
export function ReportRoute() {
  const { t } = useTranslation(['reading', 'common']);
  const { reportId = '' } = useParams();
  const navigate = useNavigate();
  const { may } = useSession();
  const report = useReport(reportId);
  if (report.error && !report.data) return <Problem title={t('reading:signed.noReport')} error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <SkeletonRows rows={12} />;
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <Button type="link" icon={<LeftOutlined />} onClick={() => void navigate(-1)}>{t('common:action.back')}</Button>
        <span className={styles.right}>
          {may('study.read') ? <Button icon={<PictureOutlined />} onClick={() => void navigate(`/studies/${report.data.studyId}`)}>{t('reading:signed.images')}</Button> : null}
          <Button icon={<PrinterOutlined />} href={`/api/v1/reports/${reportId}.pdf`} target="_blank">{t('reading:act.print')}</Button>
        </span>
      </div>
      <div className={styles.sheet}>
        <AcknowledgeNotice report={report.data} />
        <SignedReport report={report.data} />
      </div>
    </div>
  );
}
