import { AppstoreOutlined, AuditOutlined, ClusterOutlined, UserSwitchOutlined, HomeOutlined, SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Permission } from '@/lib/session/session';

interface Place {
  to: string;
  label: 'worklist' | 'clinic' | 'recognition' | 'matching' | 'users' | 'gateways' | 'audit';
  icon: ReactNode;
  any: Permission[];
}

/** In the order of the day's work; each place is shown to those who may go there. */
export const navigation: Place[] = [
  { to: '/worklist', label: 'worklist', icon: <AppstoreOutlined />, any: ['reading.claim'] },
  { to: '/clinic', label: 'clinic', icon: <HomeOutlined />, any: ['study.send', 'reading.request'] },
  { to: '/recognition', label: 'recognition', icon: <SafetyCertificateOutlined />, any: ['recognition.read'] },
  { to: '/matching', label: 'matching', icon: <UserSwitchOutlined />, any: ['study.match'] },
  { to: '/admin/users', label: 'users', icon: <TeamOutlined />, any: ['user.administer'] },
  { to: '/admin/gateways', label: 'gateways', icon: <ClusterOutlined />, any: ['gateway.administer'] },
  { to: '/admin/audit', label: 'audit', icon: <AuditOutlined />, any: ['audit.read'] },
];
