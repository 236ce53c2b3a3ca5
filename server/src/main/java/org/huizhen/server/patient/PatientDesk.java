package org.huizhen.server.patient;

/** What the patient pages work with. */
record PatientDesk(Patients patients, PatientLinks links, PatientCandidates candidates, PatientSearch search) {}
