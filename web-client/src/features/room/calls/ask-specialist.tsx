import { VideoCameraAddOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/components/problem';
import { call } from '@/lib/api/call';
import type { Callee } from '@/lib/api/schema';
import { useSession } from '@/lib/session/session';
import { CalleeList } from '../components/callee-list';

interface AskSpecialistProps {
  readingRequestId: string;
  onRoom: (roomId: string, ring: { id: string; name: string } | undefined) => void;
}

/** Opens a room for the case; whom one has chosen is rung as soon as one is in it. */
export function AskSpecialist({ readingRequestId, onRoom }: AskSpecialistProps) {
  const { t } = useTranslation('room');
  const { may } = useSession();
  const [choosing, setChoosing] = useState(false);
  const open = useMutation({
    mutationFn: (callee: Callee | undefined) => call('openRoom', { body: { kind: 'consultation', plane: 'auto', subject: { readingRequestId }, invited: callee ? [callee.id] : [] } }),
    onSuccess: ({ id }, callee) => onRoom(id, callee && { id: callee.id, name: callee.name }),
  });
  if (!may('room.open')) return null;
  return (
    <>
      <Button size="small" icon={<VideoCameraAddOutlined />} onClick={() => setChoosing(true)} data-testid="ask-specialist">{t('ask.action')}</Button>
      <Modal
        open={choosing}
        title={t('ask.title')}
        onCancel={() => setChoosing(false)}
        destroyOnHidden
        footer={<Button loading={open.isPending} onClick={() => open.mutate(undefined)}>{t('ask.later')}</Button>}
      >
        <p>{t('ask.hint')}</p>
        {open.error ? <Problem error={open.error} /> : null}
        <CalleeList action={t('invite.ring')} onChoose={(callee) => open.mutate(callee)} />
      </Modal>
    </>
  );
}
