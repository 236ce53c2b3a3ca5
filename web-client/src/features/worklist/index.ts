export { waitingQuery } from './filters';
export { WorklistPage } from './components/worklist-page';
