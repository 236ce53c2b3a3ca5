export { ClinicHome } from './components/clinic-home';
