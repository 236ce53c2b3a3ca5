import { SearchOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useShortcuts } from '@/lib/keyboard/use-shortcuts';
import { PatientFinder } from './patient-finder';

/** The search of the shell: ⌘K or Ctrl-K. */
export function PatientSearch() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  useShortcuts({ 'mod+k': () => setOpen(true) });
  const keys = navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K';
  return (
    <>
      <Button icon={<SearchOutlined />} onClick={() => setOpen(true)}>
        {t('search.open')} <kbd>{keys}</kbd>
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('search.open')} width={640} destroyOnHidden>
        <PatientFinder
          focus
          onChoose={({ id }) => {
            setOpen(false);
            void navigate(`/patients/${id}`);
          }}
        />
      </Modal>
    </>
  );
}
