import { AlertOutlined, ApartmentOutlined, AppstoreOutlined, AuditOutlined, BarChartOutlined, ClockCircleOutlined, ClusterOutlined, FormOutlined, HomeOutlined, IdcardOutlined, SafetyCertificateOutlined, TeamOutlined, TrophyOutlined, UserSwitchOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Permission } from '@/lib/session/session';

type May = (permission: Permission) => boolean;

interface Place {
  to: string;
  label: 'worklist' | 'clinic' | 'critical' | 'registration' | 'recognition' | 'matching' | 'organizations' | 'users' | 'gateways' | 'audit' | 'templates' | 'quality' | 'reading' | 'qualifications';
  icon: ReactNode;
  shown: (may: May) => boolean;
}

// The center's readers may file requests as well, but their day is the worklist.
const isClinic = (may: May): boolean => (may('study.send') || may('reading.request')) && !may('reading.claim');

/** In the order of the day's work; each place is shown to those who may go there. */
export const navigation: Place[] = [
  { to: '/worklist', label: 'worklist', icon: <AppstoreOutlined />, shown: (may) => may('reading.list') && !isClinic(may) },
  { to: '/clinic', label: 'clinic', icon: <HomeOutlined />, shown: isClinic },
  { to: '/registration', label: 'registration', icon: <IdcardOutlined />, shown: (may) => may('order.write') },
  { to: '/critical-findings', label: 'critical', icon: <AlertOutlined />, shown: (may) => may('critical.read') },
  { to: '/recognition', label: 'recognition', icon: <SafetyCertificateOutlined />, shown: (may) => may('recognition.read') },
  { to: '/matching', label: 'matching', icon: <UserSwitchOutlined />, shown: (may) => may('study.match') || may('study.confirm') },
  { to: '/quality', label: 'quality', icon: <BarChartOutlined />, shown: (may) => may('reading.list') },
  { to: '/templates', label: 'templates', icon: <FormOutlined />, shown: (may) => may('reading.write') },
  { to: '/admin/reading', label: 'reading', icon: <ClockCircleOutlined />, shown: (may) => may('organization.administer') },
  { to: '/admin/qualifications', label: 'qualifications', icon: <TrophyOutlined />, shown: (may) => may('recognition.administer') },
  { to: '/admin/organizations', label: 'organizations', icon: <ApartmentOutlined />, shown: (may) => may('organization.administer') },
  { to: '/admin/users', label: 'users', icon: <TeamOutlined />, shown: (may) => may('user.administer') },
  { to: '/admin/gateways', label: 'gateways', icon: <ClusterOutlined />, shown: (may) => may('gateway.administer') },
  { to: '/admin/audit', label: 'audit', icon: <AuditOutlined />, shown: (may) => may('audit.read') },
];
