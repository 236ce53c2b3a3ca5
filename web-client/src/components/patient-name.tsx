import { useTranslation } from 'react-i18next';
import type { PatientRef } from '@/lib/api/schema';
import { ageOn } from '@/lib/format/age';
import styles from './patient-name.module.css';

/** Name, sex and age as one string: 张三 男 56岁. */
export function usePatientLine(): (patient: PatientRef | undefined, on?: string) => { name: string; rest: string } {
  const { t } = useTranslation(['states', 'common']);
  return (patient, on) => {
    if (!patient) return { name: t('common:unnamed'), rest: '' };
    const age = ageOn(patient.birthDate, on ? new Date(on) : new Date());
    const sex = patient.sex ? t(`states:sex.${patient.sex}`) : '';
    const years = age ? t(`states:age.${age.unit}`, { value: age.value }) : '';
    return { name: displayName(patient.name) || t('common:unnamed'), rest: [sex, years].filter(Boolean).join(' ') };
  };
}

/** DICOM person names as people write them: the ideographic group where there is one, `^` as a space. */
export function displayName(name: string): string {
  const groups = name.split('=');
  const chosen = groups[1]?.trim() ? groups[1] : (groups[0] ?? '');
  const hasIdeographs = /\p{Script=Han}/u.test(chosen);
  return chosen.split('^').filter(Boolean).join(hasIdeographs ? '' : ' ').trim();
}

export function PatientName({ patient, on }: { patient: PatientRef | undefined; on?: string | undefined }) {
  const line = usePatientLine()(patient, on);
  return (
    <span className={styles.line}>
      <strong title={line.name}>{line.name}</strong>
      <span>{line.rest}</span>
    </span>
  );
}
