import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReadingRequest } from '@/lib/api/schema';
import { counted, isShort } from '@/lib/format/images';
import { minute } from '@/lib/format/moment';
import { useSession } from '@/lib/session/session';
import type { Hold } from '../hold';
import { LateImages } from './late-images';
import styles from './notices.module.css';

/** What the reader must know before the words: returned, unmatched, incomplete, somebody else at it. */
export function Notices({ request, hold, lost }: { request: ReadingRequest; hold: Hold; lost: boolean }) {
  const { t } = useTranslation('reading');
  const { me, may } = useSession();
  const { study, status } = request;
  const open = !['final', 'voided', 'cancelled'].includes(status);
  return (
    <div className={styles.notices}>
      {lost ? <Alert type="error" showIcon banner title={t('lease.lost')} /> : null}
      {hold.kind === 'other' ? (
        <Alert
          type="warning"
          showIcon
          banner
          title={t(hold.for === 'write' ? 'lease.otherWrite' : 'lease.otherReview', { holder: hold.holder.name, until: minute(hold.until).slice(-5) })}
        />
      ) : null}
      {open && study.matched === false ? <Alert type="error" showIcon banner title={t('unmatched')} /> : null}
      {open && study.completeness && isShort(study.completeness) ? (
        <Alert type="warning" showIcon banner title={t('incomplete', { counted: counted(study.completeness) })} />
      ) : null}
      {open && study.clockAheadMinutes ? <Alert type="warning" showIcon banner title={t('clockAhead', { minutes: study.clockAheadMinutes })} /> : null}
      {status === 'written' && request.writer?.id === me.id && may('reading.review') ? <Alert type="info" showIcon banner title={t('samePerson')} /> : null}
      {status === 'returned' && request.returnReason ? <Alert type="warning" showIcon banner title={t('returned', { reason: request.returnReason })} /> : null}
      {status === 'amending' && request.amendReason ? <Alert type="info" showIcon banner title={t('amending', { reason: request.amendReason })} /> : null}
      {request.preliminary?.overdue ? <Alert type="error" showIcon banner title={t('preliminaryOverdue', { at: minute(request.preliminary.reviewDueAt) })} /> : null}
      {request.missedLevel ? <Alert type="error" showIcon banner title={t(request.missedLevel > 1 ? 'missedHead' : 'missed')} /> : null}
      {request.lateImages ? <LateImages request={request} /> : null}
      {status === 'voided' ? <Alert type="error" showIcon banner title={t('voided', { reason: request.voidReason ?? '' })} /> : null}
      {open && status !== 'written' && request.reviewComment ? <Alert type="warning" showIcon banner title={t('sentBack', { comment: request.reviewComment })} /> : null}
    </div>
  );
}
