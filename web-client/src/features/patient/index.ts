export { MatchStudy } from './components/match-study';
export { PatientFinder } from './components/patient-finder';
export { PatientSearch } from './components/patient-search';
export { UnmatchedPage } from './components/unmatched-page';
export { PatientView } from './components/patient-view';
