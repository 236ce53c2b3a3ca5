export { AuditPage } from './components/audit-page';
export { GatewaysPage } from './components/gateways-page';
export { OrganizationsPage } from './components/organizations-page';
export { QualificationsPage } from './components/qualifications-page';
export { UsersPage } from './components/users-page';
export { ReadingSettingsPage } from './components/reading-settings-page';
