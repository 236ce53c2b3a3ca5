import { CheckOutlined, CloudSyncOutlined, ExclamationCircleFilled, LockOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components/problem-text';
import type { ReportContent } from '@/lib/api/schema';
import { minute } from '@/lib/format/moment';
import type { SaveState } from '../auto-save';
import type { Hold } from '../hold';
import styles from './save-line.module.css';

interface SaveLineProps {
  state: SaveState<ReportContent>;
  hold: Hold;
  keepMine: () => void;
  takeTheirs: () => Promise<void>;
}

/** The state of saving in words, and the way out when it was refused. */
export function SaveLine({ state, hold, keepMine, takeTheirs }: SaveLineProps) {
  const { t } = useTranslation('reading');
  const { message } = App.useApp();
  const problem = useProblemText();
  const bad = ['failed', 'refused', 'stale', 'lost'].includes(state.status);
  const icon = bad ? <ExclamationCircleFilled /> : state.status === 'saved' ? <CheckOutlined /> : hold.kind === 'mine' ? <CloudSyncOutlined /> : <LockOutlined />;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText([state.content.findings, state.content.conclusion].filter(Boolean).join('\n\n'));
    void message.success(t('save.copied'));
  };
  const load = (): void => void takeTheirs().catch((error: unknown) => void message.error(problem(error)));
  const words = state.status === 'saved' ? t('save.saved', { at: minute(state.savedAt).slice(-5) }) : t(`save.${state.status}`);
  return (
    <div className={styles.line}>
      <span className={bad ? styles.bad : styles.calm} role="status" data-save={state.status}>
        <span aria-hidden="true">{icon}</span> {words}
        {state.status === 'refused' ? `: ${problem(state.error)}` : ''}
      </span>
      {state.status === 'stale' || state.status === 'lost' ? (
        <>
          <Button size="small" onClick={() => void copy()}>{t('save.copy')}</Button>
          {state.status === 'stale' && hold.kind === 'mine' ? <Button size="small" onClick={keepMine}>{t('save.keepMine')}</Button> : null}
          <Button size="small" onClick={load}>{t('save.reload')}</Button>
        </>
      ) : null}
    </div>
  );
}
