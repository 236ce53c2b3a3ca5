import { AutoComplete, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageQuality, ReadingRequest, ReportContent } from '@/lib/api/schema';
import { type Gap, isMissing, needsItem, needsQualityReason } from '../content';
import styles from './draft-form.module.css';
import { TemplateArea } from './template-area';

interface DraftFormProps {
  request: ReadingRequest;
  content: ReportContent;
  locked: boolean;
  missing: Gap[];
  onEdit: (change: Partial<ReportContent>) => void;
}

const qualities: ImageQuality[] = ['A', 'B', 'C', 'rejected'];
const imageReasons = ['position', 'motion', 'exposure', 'range', 'metal', 'marker'] as const;
const ecgReasons = ['leads', 'muscle', 'baseline', 'electrode', 'short'] as const;

export function DraftForm({ request, content, locked, missing, onEdit }: DraftFormProps) {
  const { t } = useTranslation(['reading', 'states']);
  const ecg = request.modality === 'ECG';
  const choices = request.itemChoices ?? [];
  const stillMissing = missing.filter((gap) => isMissing(content, gap));
  const words = (gap: Gap): string | undefined => (stillMissing.includes(gap) ? t(`reading:missing.${gap}`) : undefined);
  const reasons = (ecg ? ecgReasons : imageReasons).map((reason) => ({ value: t(`reading:qualityReasons.${reason}`) }));
  const area = { request, content, locked, className: styles.area, onEdit };
  return (
    <div className={styles.form}>
      <Field id="findings" label={t(ecg ? 'reading:findingsEcg' : 'reading:findings')} problem={words('findings')} grows>
        <TemplateArea {...area} field="findings" error={words('findings') !== undefined} />
      </Field>
      <Field id="conclusion" label={t('reading:conclusion')} problem={words('conclusion')} grows>
        <TemplateArea {...area} field="conclusion" error={words('conclusion') !== undefined} />
      </Field>
      <div className={styles.pair}>
        <Field id="positive" label={t('reading:outcome')} keys="Alt+N P" problem={words('positive')}>
          <Segmented
            id="report-positive"
            disabled={locked}
            value={content.positive === undefined ? '' : content.positive ? 'positive' : 'negative'}
            options={[{ value: 'negative', label: t('states:outcome.negative') }, { value: 'positive', label: t('states:outcome.positive') }]}
            onChange={(value) => onEdit({ positive: value === 'positive' })}
          />
        </Field>
        <Field id="imageQuality" label={t('reading:quality')} keys="Alt+J Y B W" problem={words('imageQuality')}>
          <Segmented
            id="report-imageQuality"
            disabled={locked}
            value={content.imageQuality ?? ''}
            options={qualities.map((value) => ({ value, label: t(`states:quality.${value}`) }))}
            onChange={(value) => onEdit({ imageQuality: value as ImageQuality })}
          />
        </Field>
      </div>
      {needsQualityReason(content) ? (
        <Field id="qualityReason" label={t('reading:qualityReason')} problem={words('qualityReason')}>
          <AutoComplete
            id="report-qualityReason"
            className={styles.item}
            disabled={locked}
            value={content.qualityReason ?? ''}
            options={reasons}
            maxLength={500}
            placeholder={t('reading:qualityReasonHint')}
            onChange={(qualityReason: string) => onEdit({ qualityReason })}
          />
          {content.imageQuality === 'rejected' ? <span className={styles.problem}>{t('reading:wasteHint')}</span> : null}
        </Field>
      ) : null}
      {choices.length > 0 ? (
        <Field id="itemCode" label={t('reading:item')} keys={needsItem(request) ? 'Alt+I' : undefined} problem={words('itemCode')}>
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

interface FieldProps {
  id: string;
  label: string;
  keys?: string | undefined;
  problem: string | undefined;
  grows?: boolean;
  children: ReactNode;
}

function Field({ id, label, keys, problem, grows, children }: FieldProps) {
  return (
    <div className={grows ? `${styles.field} ${styles.grows}` : styles.field}>
      <label htmlFor={`report-${id}`}>{label} {keys ? <kbd className={styles.keys}>{keys}</kbd> : null}</label>
      {children}
      {problem ? <span className={styles.problem} role="alert">{problem}</span> : null}
    </div>
  );
}
