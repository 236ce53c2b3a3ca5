import { CheckOutlined, QuestionOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateTag, type Tone } from '@/components/state-tag';
import { compare, facts, type Fact, type Facts, type Verdict } from '../comparison';
import styles from './compare-table.module.css';

const marks: Record<Verdict, { tone: Tone; icon: ReactNode }> = {
  agrees: { tone: 'success', icon: <CheckOutlined /> },
  differs: { tone: 'warning', icon: <WarningOutlined /> },
  missing: { tone: 'neutral', icon: <QuestionOutlined /> },
};

/** Two persons side by side, what differs highlighted by word, icon and colour. */
export function CompareTable({ left, right, leftTitle, rightTitle }: { left: Facts; right: Facts; leftTitle: ReactNode; rightTitle: ReactNode }) {
  const { t } = useTranslation(['matching', 'states']);
  const shown = (fact: Fact, of: Facts): string => {
    const value = of[fact];
    if (!value) return '–';
    return fact === 'sex' ? t(`states:sex.${value as 'male' | 'female' | 'other' | 'unknown'}`) : value;
  };
  return (
    <table className={styles.table} aria-label={t('matching:compare.label')}>
      <colgroup>
        <col className={styles.field} />
        <col />
        <col />
        <col className={styles.verdict} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('matching:compare.field')}</th>
          <th scope="col">{leftTitle}</th>
          <th scope="col">{rightTitle}</th>
          <th scope="col">{t('matching:compare.state')}</th>
        </tr>
      </thead>
      <tbody>
        {facts.filter((fact) => left[fact] ?? right[fact]).map((fact) => {
          const verdict = compare(left, right, fact);
          return (
            <tr key={fact} className={verdict === 'differs' ? styles.differs : undefined}>
              <th scope="row">{t(`matching:fact.${fact}`)}</th>
              <td>{shown(fact, left)}</td>
              <td>{shown(fact, right)}</td>
              <td>{verdict ? <StateTag tone={marks[verdict].tone} icon={marks[verdict].icon}>{t(`matching:compare.${verdict}`)}</StateTag> : null}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
