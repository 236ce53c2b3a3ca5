export { WorklistPage } from './components/worklist-page';
