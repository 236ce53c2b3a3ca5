import { Input, type InputRef } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PatientName } from '@/components/patient-name';
import { Problem } from '@/components/problem';
import { SkeletonRows } from '@/components/skeleton-rows';
import type { Patient } from '@/lib/api/schema';
import { usePatientSearch } from '../api';
import { useDebounced } from '../use-debounced';
import styles from './patient-finder.module.css';

interface PatientFinderProps {
  onChoose: (patient: Patient) => void;
  focus?: boolean;
  /** Only patients of this organization: a study stays with its own. */
  organizationId?: string;
}

/** Type, arrow down, Enter: finds a patient by name, local id or identity number. */
export function PatientFinder({ onChoose, focus, organizationId }: PatientFinderProps) {
  const { t } = useTranslation('shell');
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const input = useRef<InputRef>(null);
  const query = useDebounced(text.trim());
  const found = usePatientSearch(query);
  const patients = query ? (found.data?.items ?? []).filter(({ organization }) => !organizationId || organization.id === organizationId) : [];
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setPlace(Math.max(0, Math.min(patients.length - 1, place + step)));
    }
    const chosen = patients[place];
    if (event.key === 'Enter' && chosen) onChoose(chosen);
  };
  return (
    <div className={styles.finder}>
      <Input
        ref={input}
        size="large"
        allowClear
        prefix={<SearchOutlined />}
        value={text}
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        autoComplete="off"
        onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
      />
      {query ? null : <p className={styles.soft}>{t('search.hint')}</p>}
      {found.error ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isLoading ? <SkeletonRows rows={3} /> : null}
      {query && found.data && patients.length === 0 ? <p className={styles.soft}>{t('search.none')}</p> : null}
      <ul>
        {patients.map((patient, index) => (
          <li key={patient.id}>
            <button type="button" className={index === place ? styles.active : undefined} onMouseEnter={() => setPlace(index)} onClick={() => onChoose(patient)}>
              <PatientName patient={patient} />
              <span className={styles.soft}>{[patient.birthDate, patient.localId, patient.idNumberMasked, patient.issuer].filter(Boolean).join(' · ')}</span>
              <span className={styles.soft}>{patient.organization.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.data?.next ? <p className={styles.soft}>{t('search.more')}</p> : null}
    </div>
  );
}
