import { CheckOutlined, ExclamationOutlined, LoadingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Step } from '../steps';
import styles from './step-line.module.css';

/** received · sent · being read · reported · opened */
export function StepLine({ steps }: { steps: Step[] }) {
  const { t } = useTranslation('clinic');
  return (
    <ol className={styles.steps}>
      {steps.map(({ name, state }) => (
        <li key={name} className={styles[state]} aria-current={state === 'current' ? 'step' : undefined}>
          <span className={styles.dot} aria-hidden="true">
            {state === 'done' ? <CheckOutlined /> : state === 'current' ? <LoadingOutlined /> : state === 'trouble' ? <ExclamationOutlined /> : null}
          </span>
          {state === 'current' && (name === 'sent' || name === 'reading' || name === 'opened') ? t(`stepNow.${name}`) : t(`step.${name}`)}
        </li>
      ))}
    </ol>
  );
}
