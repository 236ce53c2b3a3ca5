export { MatchStudy } from './components/match-study';
export { PatientFinder } from './components/patient-finder';
export { PatientSearch } from './components/patient-search';
export { MatchingPage } from './components/matching-page';
export { PatientView } from './components/patient-view';
export { RegistrationForm } from './components/registration-form';
