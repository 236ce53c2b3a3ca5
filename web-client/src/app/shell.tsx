import { Button } from 'antd';
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { LanguageButton, UserMenu } from '@/features/auth';
import { CriticalBar } from '@/features/critical';
import { PatientSearch } from '@/features/patient';
import { CallMenu } from '@/features/room';
import { useSession } from '@/lib/session/session';
import { LineDot } from './line-dot';
import { loadViewerSoon } from './load-viewer-soon';
import { navigation } from './navigation';
import styles from './shell.module.css';

const stored = 'huizhen.navigation';

export function Shell() {
  const { t } = useTranslation(['shell', 'common']);
  const session = useSession();
  const navigate = useNavigate();
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(stored) === 'collapsed');
  const toggle = (): void => {
    localStorage.setItem(stored, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  const reads = session.may('reading.claim') && session.may('study.read');
  useEffect(() => (reads ? loadViewerSoon() : undefined), [reads]);
  const places = navigation.filter(({ shown }) => shown(session.may));
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">{t('shell:skip')}</a>
      <header className={styles.top}>
        <NavLink to="/" className={styles.brand}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          {t('common:brand')}
        </NavLink>
        <span className={styles.organization} title={session.me.organization.name}>{session.me.organization.name}</span>
        <div className={styles.right}>
          {session.may('patient.read') ? <PatientSearch /> : null}
          <CallMenu onRoom={(roomId) => void navigate(`/rooms/${roomId}`, { state: { from: location.pathname } })} />
          <LineDot />
          <LanguageButton />
          <UserMenu />
        </div>
      </header>
      <nav className={collapsed ? `${styles.nav} ${styles.collapsed}` : styles.nav} aria-label={t('shell:nav.label')}>
        {places.map(({ to, icon, label }) => (
          <NavLink key={to} to={to} className={({ isActive }) => (isActive ? `${styles.place} ${styles.active}` : styles.place ?? '')} title={t(`shell:nav.${label}`)}>
            <span aria-hidden="true">{icon}</span>
            <span className={styles.label}>{t(`shell:nav.${label}`)}</span>
          </NavLink>
        ))}
        <Button
          className={styles.fold}
          type="text"
          icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          aria-label={t(collapsed ? 'shell:nav.expand' : 'shell:nav.collapse')}
          onClick={toggle}
        />
      </nav>
      <CriticalBar />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
