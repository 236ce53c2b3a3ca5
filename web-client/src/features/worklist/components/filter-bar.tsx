import { Button, Input, type InputRef, Select } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExam } from '@/components/exam';
import { useOrganizations } from '../api/queries';
import { type Filters, images, isNarrowed } from '../filters';
import styles from './filter-bar.module.css';

const modalities = ['CT', 'DX', 'CR', 'US', 'ECG', 'MR', 'MG', 'XA'];
const priorities = ['emergency', 'urgent', 'routine'] as const;
const typing = 300;

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
  search: RefObject<InputRef | null>;
  /** A choice is made: the keyboard goes back to the list. */
  onChosen: () => void;
}

export function FilterBar({ filters, onChange, search, onChosen }: FilterBarProps) {
  const { t } = useTranslation(['worklist', 'states']);
  const exam = useExam();
  const organizations = useOrganizations().data?.items ?? [];
  const [text, setText] = useState(filters.query ?? '');
  const [applied, setApplied] = useState(filters.query);
  if (applied !== filters.query) {
    setApplied(filters.query);
    setText(filters.query ?? '');
  }
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === filters.query) return;
    const timer = setTimeout(() => {
      setApplied(wanted);
      onChange({ ...filters, query: wanted });
    }, typing);
    return () => clearTimeout(timer);
  }, [text, filters, onChange]);
  // at once, before the keyboard goes on to the list: a change that came later would pull the reader out of the case
  const settle = (): void => {
    const wanted = text.trim() || undefined;
    if (wanted === filters.query) return;
    setApplied(wanted);
    onChange({ ...filters, query: wanted });
  };
  const choose = (next: Filters): void => {
    onChange(next);
    onChosen();
  };
  return (
    <div className={styles.bar}>
      <Input
        ref={search}
        className={styles.search}
        allowClear
        prefix={<SearchOutlined />}
        value={text}
        placeholder={t('worklist:filter.search')}
        aria-label={t('worklist:filter.search')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || (event.key !== 'Escape' && event.key !== 'Enter')) return;
          settle();
          event.currentTarget.blur();
        }}
      />
      <Select
        className={styles.small}
        allowClear
        placeholder={t('worklist:filter.modality')}
        aria-label={t('worklist:filter.modality')}
        value={filters.modality ?? null}
        options={[{ value: images, label: t('worklist:filter.images') }, ...modalities.map((value) => ({ value, label: exam(value) }))]}
        onChange={(modality: string | undefined) => choose({ ...filters, modality })}
      />
      {filters.view === 'emergency' ? null : (
        <Select
          className={styles.small}
          allowClear
          placeholder={t('worklist:filter.priority')}
          aria-label={t('worklist:filter.priority')}
          value={filters.priority ?? null}
          options={priorities.map((value) => ({ value, label: t(`states:priority.${value}`) }))}
          onChange={(priority: Filters['priority']) => choose({ ...filters, priority })}
        />
      )}
      <Select
        className={styles.wide}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('worklist:filter.organization')}
        aria-label={t('worklist:filter.organization')}
        value={filters.organizationId ?? null}
        options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(organizationId: string | undefined) => choose({ ...filters, organizationId })}
      />
      {isNarrowed(filters) ? <Button type="link" onClick={() => onChange({ view: filters.view })}>{t('worklist:filter.clear')}</Button> : null}
    </div>
  );
}
