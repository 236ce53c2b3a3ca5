export { MatchStudy } from './components/match-study';
export { PatientFinder } from './components/patient-finder';
export { PatientSearch } from './components/patient-search';
export { PatientView } from './components/patient-view';
