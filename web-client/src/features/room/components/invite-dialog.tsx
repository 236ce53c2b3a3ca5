import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Callee } from '@/lib/api/schema';
import { CalleeList } from './callee-list';

/** Invites into the room by ringing. */
export function InviteDialog({ open, onClose, onChoose }: { open: boolean; onClose: () => void; onChoose: (callee: Callee) => void }) {
  const { t } = useTranslation('room');
  return (
    <Modal open={open} title={t('invite.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <CalleeList
        action={t('invite.ring')}
        onChoose={(callee) => {
          onChoose(callee);
          onClose();
        }}
      />
    </Modal>
  );
}
