export { LanguageButton } from './components/language-button';
export { SessionGate } from './components/session-gate';
export { SignInPage } from './components/sign-in-page';
export { UserMenu } from './components/user-menu';
