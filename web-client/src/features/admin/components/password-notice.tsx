import { Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** A secret that is shown this once. */
export function PasswordNotice({ password, onClose }: { password: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  return (
    <Modal open={password !== undefined} title={t('admin:users.passwordTitle')} onOk={onClose} onCancel={onClose} cancelButtonProps={{ hidden: true }} okText={t('common:action.close')}>
      <Typography.Title level={3} copyable code>{password}</Typography.Title>
      <p>{t('admin:users.passwordHint')}</p>
    </Modal>
  );
}
