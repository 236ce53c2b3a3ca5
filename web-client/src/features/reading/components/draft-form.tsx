import { Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { ImageQuality, ReadingRequest, ReportContent } from '@/lib/api/schema';
import { type Gap, needsItem } from '../content';
import styles from './draft-form.module.css';

interface DraftFormProps {
  request: ReadingRequest;
  content: ReportContent;
  locked: boolean;
  missing: Gap[];
  onEdit: (change: Partial<ReportContent>) => void;
}

const qualities: ImageQuality[] = ['A', 'B', 'C', 'rejected'];

export function DraftForm({ request, content, locked, missing, onEdit }: DraftFormProps) {
  const { t } = useTranslation(['reading', 'states']);
  const ecg = request.modality === 'ECG';
  const choices = request.itemChoices ?? [];
  const stillMissing = missing.filter((gap) => content[gap] === undefined || content[gap] === '');
  const words = (gap: Gap): string | undefined => (stillMissing.includes(gap) ? t(`reading:missing.${gap}`) : undefined);
  return (
    <div className={styles.form}>
      <Field id="findings" label={t(ecg ? 'reading:findingsEcg' : 'reading:findings')} problem={words('findings')} grows>
        <Input.TextArea
          id="report-findings"
          className={styles.area}
          value={content.findings ?? ''}
          readOnly={locked}
          maxLength={20000}
          status={words('findings') ? 'error' : ''}
          onChange={(event) => onEdit({ findings: event.target.value })}
        />
      </Field>
      <Field id="conclusion" label={t('reading:conclusion')} problem={words('conclusion')} grows>
        <Input.TextArea
          id="report-conclusion"
          className={styles.area}
          value={content.conclusion ?? ''}
          readOnly={locked}
          maxLength={20000}
          status={words('conclusion') ? 'error' : ''}
          onChange={(event) => onEdit({ conclusion: event.target.value })}
        />
      </Field>
      <div className={styles.pair}>
        <Field id="positive" label={t('reading:outcome')} problem={words('positive')}>
          <Segmented
            id="report-positive"
            disabled={locked}
            value={content.positive === undefined ? '' : content.positive ? 'positive' : 'negative'}
            options={[{ value: 'negative', label: t('states:outcome.negative') }, { value: 'positive', label: t('states:outcome.positive') }]}
            onChange={(value) => onEdit({ positive: value === 'positive' })}
          />
        </Field>
        <Field id="imageQuality" label={t('reading:quality')} problem={words('imageQuality')}>
          <Segmented
            id="report-imageQuality"
            disabled={locked}
            value={content.imageQuality ?? ''}
            options={qualities.map((value) => ({ value, label: t(`states:quality.${value}`) }))}
            onChange={(value) => onEdit({ imageQuality: value as ImageQuality })}
          />
        </Field>
      </div>
      {choices.length > 0 ? (
        <Field id="itemCode" label={t('reading:item')} problem={words('itemCode')}>
          {needsItem(request) ? (
            <Select
              id="report-itemCode"
              className={styles.item}
              disabled={locked}
              value={content.itemCode ?? null}
              placeholder={t('reading:itemHint')}
              options={choices.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={(itemCode: string) => onEdit({ itemCode })}
            />
          ) : (
            <span id="report-itemCode">{choices[0]?.name}</span>
          )}
        </Field>
      ) : null}
    </div>
  );
}

function Field({ id, label, problem, grows, children }: { id: string; label: string; problem: string | undefined; grows?: boolean; children: ReactNode }) {
  return (
    <div className={grows ? `${styles.field} ${styles.grows}` : styles.field}>
      <label htmlFor={`report-${id}`}>{label}</label>
      {children}
      {problem ? <span className={styles.problem} role="alert">{problem}</span> : null}
    </div>
  );
}
