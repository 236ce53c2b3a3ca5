import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './shortcut-help.module.css';

/** The table of keys that `?` opens. */
export function ShortcutHelp({ open, onClose, rows }: { open: boolean; onClose: () => void; rows: [string, string][] }) {
  const { t } = useTranslation('common');
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width={620}>
      <dl className={styles.keys}>
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
