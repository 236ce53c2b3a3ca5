import { DownOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '@/lib/api/call';
import { useSession } from '@/lib/session/session';

export function UserMenu() {
  const { t } = useTranslation(['shell', 'states']);
  const { me } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    await call('signOut').catch(() => undefined);
    await navigate('/sign-in', { replace: true });
    queries.clear();
  };
  const roles = me.roles.map((role) => t(`states:role.${role}`)).join(' · ');
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: `${me.organization.name} · ${roles}` },
          { key: 'out', icon: <LogoutOutlined />, label: t('shell:user.signOut'), onClick: () => void signOut() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${me.displayName}, ${t('shell:user.menu')}`}>
        {me.displayName} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
