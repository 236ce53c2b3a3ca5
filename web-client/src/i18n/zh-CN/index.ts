import admin from './admin.json';
import auth from './auth.json';
import clinic from './clinic.json';
import common from './common.json';
import critical from './critical.json';
import matching from './matching.json';
import patient from './patient.json';
import problems from './problems.json';
import reading from './reading.json';
import recognition from './recognition.json';
import registration from './registration.json';
import room from './room.json';
import shell from './shell.json';
import states from './states.json';
import viewer from './viewer.json';
import worklist from './worklist.json';

export const zhCN = { admin, auth, clinic, common, critical, matching, patient, problems, reading, recognition, registration, room, shell, states, viewer, worklist };
