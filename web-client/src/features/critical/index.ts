export { CriticalBar } from './components/critical-bar';
export { CriticalPage } from './components/critical-page';
export { RaiseButton } from './components/raise-button';
