import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined, RedoOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateTag } from '@/components/state-tag';
import type { RecognitionResult } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import { serverNow } from '@/lib/time/server-clock';
import { useSession } from '@/lib/session/session';
import styles from './result-row.module.css';

export function ResultRow({ result, onRecognize, onRepeat }: { result: RecognitionResult; onRecognize: () => void; onRepeat: () => void }) {
  const { t } = useTranslation('recognition');
  const { may } = useSession();
  const { decision } = result;
  const valid = minute(result.validUntil).slice(0, 10);
  const over = Date.parse(result.validUntil) < serverNow();
  const why = result.reasons.length > 0 ? result.reasons.map((reason) => t(`why.${reason}`)).join('; ') : result.why;
  return (
    <li className={styles.row}>
      <div className={styles.main}>
        <p className={styles.head}>
          <strong>{result.item.name}</strong>
          {result.recognizable ? (
            <StateTag tone="success" icon={<CheckCircleOutlined />}>{t('recognizable')}</StateTag>
          ) : (
            <StateTag tone="neutral" icon={<CloseCircleOutlined />}>{t('notRecognizable')}</StateTag>
          )}
          {result.mark ? <span className={styles.mark}>{result.mark}</span> : null}
        </p>
        <p className={styles.soft}>
          {result.organization.name} · {t('performed', { at: minute(result.performedAt) })} · <ClockCircleOutlined aria-hidden="true" /> {t(over ? 'expiredAt' : 'validUntil', { at: valid })}
        </p>
        {result.recognizable ? null : <p className={styles.why}>{why}</p>}
        {result.conclusion ? <p>{result.conclusion}</p> : null}
        {decision ? (
          <p className={styles.decided}>
            {decision.decision === 'recognized' ? <CheckCircleOutlined /> : <RedoOutlined />}{' '}
            {t(`decided.${decision.decision}`, { by: decision.decidedBy.name, at: minute(decision.decidedAt) })}
          </p>
        ) : null}
      </div>
      <div className={styles.actions}>
        {may('report.read') ? <Link to={`/reports/${result.reportId}`}>{t('openReport')}</Link> : null}
        {may('recognition.decide') && !decision ? (
          <>
            {result.recognizable ? <Button type="primary" onClick={onRecognize}>{t('recognizeAction')}</Button> : null}
            <Button onClick={onRepeat}>{t('repeatAction')}</Button>
          </>
        ) : null}
      </div>
    </li>
  );
}
