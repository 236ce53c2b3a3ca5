package org.huizhen.server.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.huizhen.config.Keys;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PatientMatchingIT {
    private static final String ISSUER = "CT1@10.1.2.3";
    private static final String NUMBER = "11010519491231002X";

    private TestDatabase test;
    private Database database;
    private Keys keys;
    private PatientFeature feature;
    private OrganizationId clinic;
    private OrganizationId other;

    @BeforeAll
    void open(@TempDir Path folder) {
        test = TestDatabase.create();
        database = test.database();
        keys = Keys.open(folder.resolve("keys.yaml"));
        Access access = new Access(Clock.systemUTC(), new Grants());
        feature = new PatientFeature(database, access, new AuditLog(), keys);
    }

    @AfterAll
    void close() {
        test.close();
    }

    @BeforeEach
    void newClinics() {
        clinic = organization();
        other = organization();
    }

    @Test
    void withoutPatientIdNobodyIsMatched() {
        assertThat(resolve("", "王^小东", "M", "19800102"))
                .isEqualTo(new PatientResolution.Unmatched(PatientResolution.Reason.NO_PATIENT_ID));
    }

    @ParameterizedTest(name = "unknown id with name \"{0}\", sex \"{1}\", birth \"{2}\" is incomplete")
    @CsvSource({"'',M,19800102", "^^^^,M,19800102", "'','',''"})
    void anUnknownIdNeedsANameBesideIt(String name, String sex, String birth) {
        assertThat(resolve("P-" + name + sex + birth, name, sex, birth))
                .isEqualTo(new PatientResolution.Unmatched(PatientResolution.Reason.IDENTITY_INCOMPLETE));
    }

    @ParameterizedTest(name = "unknown id with name \"{0}\", sex \"{1}\", birth \"{2}\" is a new patient")
    @CsvSource({"王^小东,'',19800102", "王^小东,M,''", "王^小东,M,1980", "王^小东,X,19800102", "CompressedSamples^CT1,O,''"})
    void anUnknownIdWithANameMakesANewPatient(String name, String sex, String birth) {
        PatientId first = matched(resolve("Q-" + name + sex + birth, name, sex, birth));
        assertThat(matched(resolve("Q-" + name + sex + birth, name, sex, birth)))
                .isEqualTo(first);
    }

    @ParameterizedTest(name = "known 王小东 M 19800102, then \"{0}\" \"{1}\" \"{2}\": {3}")
    @CsvSource({
        "王^小东,M,19800102,same",
        "Wang^Xiaodong=王^小东,M,19800102,same",
        "王小东,'','',same",
        "'',M,19800102,same",
        "Wang^Xiaodong,M,19800102,same",
        "李^小东,M,19800102,contradictsKnown",
        "王^小东,F,19800102,contradictsKnown",
        "王^小东,M,19800103,contradictsKnown",
        "Wang^Xiaodong,F,19800102,contradictsKnown",
        "'','','',identityIncomplete",
        "'',M,'',identityIncomplete",
        "Wang^Xiaodong,'','',identityIncomplete",
    })
    void aKnownIdIsBelievedOnlyWithoutContradiction(String name, String sex, String birth, String outcome) {
        PatientId first = matched(resolve("P1", "王^小东", "M", "19800102"));
        switch (resolve("P1", name, sex, birth)) {
            case PatientResolution.Matched again -> {
                assertThat(outcome).isEqualTo("same");
                assertThat(again.patientId()).isEqualTo(first);
            }
            case PatientResolution.Unmatched unmatched ->
                assertThat(unmatched.reason().identifier()).isEqualTo(outcome);
        }
    }

    @Test
    void theSamePersonOnTwoDevicesOfAClinicIsTwoLocalPatientsOfOneMaster() {
        PatientId first = matched(resolve("P1", "王^小东", "M", "19800102"));
        PatientId second = matched(resolve(clinic, "DX1@10.1.2.4", "P1", "WANG^XIAODONG=王^小东", "M", "19800102"));
        PatientId third = matched(resolve(clinic, "registration", "P1", "王小东", "M", "19800102"));
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(List.of(master(second), master(third))).containsOnly(master(first));
        assertThat(patient(first).linkedBy()).contains("rule");
        assertThat(strings("select reason from patient_link where patient_id = '" + second + "'"))
                .containsExactly("samePatientId");
        assertThat(strings("select action from audit_event where action = 'patient.link' and object_id = '" + second
                        + "'"))
                .hasSize(1);
    }

    @ParameterizedTest(name = "the same id on another device with \"{0}\" {1} {2}: candidates {3}")
    @CsvSource({
        "王^小东,'',19800102,1",
        "王^小东,M,'',1",
        "王^小东,F,19800102,1",
        "王^小东,M,19810102,1",
        "Wang^Xiaodong,M,19800102,1",
        "李^四,M,19520304,0",
    })
    void lessThanTheWholePersonOnAnotherDeviceIsACandidateAtMost(String name, String sex, String birth, int expected) {
        newNumberSpace();
        PatientId first = matched(resolve("P1", "王^小东", "M", "19800102"));
        PatientId second = matched(resolve(clinic, "DX1@10.1.2.4", "P1", name, sex, birth));
        assertThat(master(first)).isNotEqualTo(master(second));
        assertThat(count("select count(*) from patient_candidate where state = 'open'"))
                .isEqualTo(expected);
    }

    @Test
    void theSameIdAndPersonInAnotherClinicIsACandidateOnly() {
        newNumberSpace();
        PatientId here = matched(resolve("P1", "王^小东", "M", "19800102"));
        PatientId there = matched(resolve(other, ISSUER, "P1", "王^小东", "M", "19800102"));
        assertThat(master(here)).isNotEqualTo(master(there));
        assertThat(strings("select array_to_string(agrees, ',') from patient_candidate"))
                .containsExactly("name,birthDate,sex");
    }

    @Test
    void differentIdentityNumbersKeepTheSameIdApart() {
        newNumberSpace();
        PatientId first = matched(resolve(clinic, ISSUER, "P1", "王^芳", "F", "19491231", Optional.of(NUMBER)));
        PatientId second = matched(
                resolve(clinic, "DX1@10.1.2.4", "P1", "王^芳", "F", "19491231", Optional.of("110105194912310046")));
        assertThat(patient(second).identityMask()).isPresent();
        assertThat(master(first)).isNotEqualTo(master(second));
    }

    @Test
    void nobodyIsLinkedByRuleToAGroupThatOneOfThemWasTakenOutOf() {
        PatientId first = matched(resolve("P1", "王^小东", "M", "19800102"));
        PatientId second = matched(resolve(clinic, "DX1@10.1.2.4", "P1", "王^小东", "M", "19800102"));
        unlink(second);
        PatientId third = matched(resolve(clinic, "US1@10.1.2.5", "P1", "王^小东", "M", "19800102"));
        assertThat(master(third)).isEqualTo(master(first)).isNotEqualTo(master(second));
    }

    @Test
    void twoDevicesSendingAtOnceLinkAllTheSame() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<PatientResolution>> tasks = IntStream.range(0, 8)
                    .<Callable<PatientResolution>>mapToObj(
                            i -> () -> resolve(clinic, "D" + i + "@10.1.2.4", "P8", "王^小东", "M", "19800102"))
                    .toList();
            List<MasterPatientId> masters = threads.invokeAll(tasks).stream()
                    .map(future -> master(matched(future.resultNow())))
                    .distinct()
                    .toList();
            assertThat(masters).hasSize(1);
        }
    }

    @Test
    void oneIdentityNumberWithSameNameSexAndBirthLinksAcrossClinics() {
        newNumberSpace();
        PatientId here = matched(resolve(clinic, ISSUER, NUMBER, "王^芳", "F", "19491231"));
        PatientId there = matched(resolve(other, ISSUER, NUMBER, "WANG^FANG=王^芳", "F", "19491231"));
        assertThat(here).isNotEqualTo(there);
        assertThat(master(here)).isEqualTo(master(there));
        assertThat(database.<List<PatientId>>read(handle -> feature.linked(handle, there.value())))
                .containsExactlyInAnyOrder(here, there);
    }

    @ParameterizedTest(name = "number of 王芳 F 19491231 with \"{0}\" {1} {2} waits for a person")
    @CsvSource({"李^芳,F,19491231", "王^芳,M,19491231", "王^芳,F,19491230"})
    void aBorrowedCardMakesACandidateInsteadOfALink(String name, String sex, String birth) {
        newNumberSpace();
        PatientId here = matched(resolve(clinic, ISSUER, NUMBER, "王^芳", "F", "19491231"));
        PatientId there = matched(resolve(other, ISSUER, NUMBER, name, sex, birth));
        assertThat(master(here)).isNotEqualTo(master(there));
        assertThat(count("select count(*) from patient_candidate where state = 'open'"))
                .isEqualTo(1);
    }

    @Test
    void aNumberWhoseChecksumFailsLinksNobodyButIsProtectedAllTheSame() {
        newNumberSpace();
        String wrong = "110105194912310021";
        PatientId here = matched(resolve(clinic, ISSUER, wrong, "王^芳", "F", "19491231"));
        PatientId there = matched(resolve(other, ISSUER, wrong, "王^芳", "F", "19491231"));
        assertThat(master(here)).isNotEqualTo(master(there));
        assertThat(patient(here).localId()).contains("1101**********0021");
    }

    @Test
    void undoingALinkRestoresBothAndTheRuleDoesNotLinkThemAgain() {
        newNumberSpace();
        PatientId here = matched(resolve(clinic, ISSUER, NUMBER, "王^芳", "F", "19491231"));
        MasterPatientId own = master(here);
        PatientId there = matched(resolve(other, ISSUER, NUMBER, "王^芳", "F", "19491231"));
        assertThat(master(there)).isEqualTo(own);
        unlink(there);
        assertThat(master(here)).isEqualTo(own);
        assertThat(master(there)).isNotEqualTo(own);
        assertThat(count("select count(*) from master_patient where merged_into is not null and id = '" + master(there)
                        + "'"))
                .isZero();
        database.run(t -> links().applyRule(t, there));
        assertThat(master(there)).isNotEqualTo(own);
    }

    @Test
    void noIdentityNumberStandsInClearAnywhereInTheDatabase() {
        newNumberSpace();
        PatientId id = matched(resolve(clinic, ISSUER, NUMBER, "王^芳", "F", "19491231"));
        assertThat(count("select count(*) from patient p where p::text like '%" + NUMBER + "%'"))
                .isZero();
        assertThat(count("select count(*) from audit_event e where e::text like '%" + NUMBER + "%'"))
                .isZero();
        assertThat(patient(id).identityMask()).contains("1101**********002X");
        assertThat(database.<Optional<String>>read(
                        handle -> new Patients(new PatientVault(keys)).reveal(handle, id, "identity")))
                .contains(NUMBER);
    }

    @Test
    void twentyInstancesAtOnceMakeOnePatient() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<PatientResolution> task = () -> resolve("P9", "王^小东", "M", "19800102");
            List<PatientResolution> all =
                    threads.invokeAll(IntStream.range(0, 20).mapToObj(i -> task).toList()).stream()
                            .map(java.util.concurrent.Future::resultNow)
                            .distinct()
                            .toList();
            assertThat(all).hasSize(1);
        }
    }

    private void newNumberSpace() {
        database.run(t -> t.handle()
                .execute("truncate patient_candidate, patient_link, patient_change, patient, master_patient cascade"));
    }

    private PatientLinks links() {
        return new PatientLinks(new Patients(new PatientVault(keys)), new PatientCandidates(), new AuditLog());
    }

    private void unlink(PatientId id) {
        Actor.Person archivist = new Actor.Person(
                user(), clinic, "archivist", "档案", Set.of("archivist"), SessionId.next(), Locale.ENGLISH, "127.0.0.1");
        database.run(t -> links().unlink(t, archivist, patient(id), "another person"));
    }

    private UserId user() {
        UserId id = UserId.next();
        database.run(t -> t.handle()
                .execute(
                        "insert into app_user (id, organization_id, username, display_name, password_hash, created_at)"
                                + " values (?, ?, ?, ?, ?, now())",
                        id.value(),
                        clinic.value(),
                        id.toString(),
                        "档案",
                        "none"));
        return id;
    }

    private OrganizationId organization() {
        OrganizationId id = OrganizationId.next();
        database.run(t -> t.handle()
                .execute(
                        "insert into organization (id, code, name, kind, created_at) values (?, ?, ?, 'township', now())",
                        id.value(),
                        id.toString(),
                        "卫生院"));
        return id;
    }

    private PatientResolution resolve(String patientId, String name, String sex, String birth) {
        return resolve(clinic, ISSUER, patientId, name, sex, birth);
    }

    private PatientResolution resolve(
            OrganizationId organization, String issuer, String patientId, String name, String sex, String birth) {
        return resolve(organization, issuer, patientId, name, sex, birth, Optional.empty());
    }

    private PatientResolution resolve(
            OrganizationId organization,
            String issuer,
            String patientId,
            String name,
            String sex,
            String birth,
            Optional<String> identityNumber) {
        Demographics said = new Demographics(patientId, name, sex, birth, identityNumber);
        return database.write(t -> feature.resolve(t, organization, issuer, said));
    }

    private static PatientId matched(PatientResolution resolution) {
        assertThat(resolution).isInstanceOf(PatientResolution.Matched.class);
        return ((PatientResolution.Matched) resolution).patientId();
    }

    private Patient patient(PatientId id) {
        return database.read(handle -> feature.find(handle, id)).orElseThrow();
    }

    private MasterPatientId master(PatientId id) {
        return patient(id).masterPatientId();
    }

    private int count(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private List<String> strings(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
