package org.huizhen.dicom.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.association.IdentityPolicy;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** User identity and role selection against dcmtk's storescu and dcmqrscp. */
@ExtendWith(LeakCheck.class)
class DcmtkNegotiationIT {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";

    @TempDir
    Path folder;

    private final List<UserIdentity> seen = new ArrayList<>();

    @BeforeEach
    void needDcmtk() {
        Dcmtk.assumeInstalled();
    }

    @Test
    void storescuNamesItsUserAndGetsItsResponse() throws IOException {
        Path file = instance();
        Path token = Files.writeString(folder.resolve("token"), "header.payload.signature!");
        try (DicomServer server = server(IdentityPolicy.Decision.verified(new byte[] {1, 2, 3, 4}))) {
            for (List<String> options : List.of(
                    List.of("--user", "doctor", "-rsp"),
                    List.of("--user", "doctor", "--password", "geheim", "-rsp"),
                    List.of("--kerberos", token.toString(), "-rsp"),
                    List.of("--saml", token.toString(), "-rsp"),
                    List.of("--jwt", token.toString()))) {
                Dcmtk.Outcome outcome = storescu(server, options, file);
                assertThat(outcome.exit()).as(options + outcome.output()).isZero();
            }
        }
        assertThat(seen.stream().map(UserIdentity::type)).containsExactly(1, 2, 3, 4, 5);
        assertThat(seen.stream().map(UserIdentity::responseRequested)).containsExactly(true, true, true, true, false);
        assertThat(seen.get(1).name()).contains("doctor");
        assertThat(StandardCharsets.US_ASCII
                        .decode(seen.get(1).secondary().duplicate())
                        .toString())
                .isEqualTo("geheim");
        for (UserIdentity opaque : seen.subList(2, 5)) {
            assertThat(StandardCharsets.US_ASCII
                            .decode(opaque.primary().duplicate())
                            .toString())
                    .startsWith("header.payload.signature");
        }
    }

    @Test
    void storescuIsToldThatItsUserIsRefusedOrNotVerified() throws IOException {
        Path file = instance();
        List<String> options = List.of("--user", "doctor", "-rsp");
        try (DicomServer server = server(IdentityPolicy.Decision.REFUSED)) {
            Dcmtk.Outcome outcome = storescu(server, options, file);
            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("Rejected");
        }
        try (DicomServer server = server(IdentityPolicy.Decision.UNVERIFIED)) {
            assertThat(storescu(server, options, file).exit())
                    .as("no response to a user name")
                    .isNotZero();
        }
    }

    /** dcmqrscp takes requestors of C-GET as SCP of storage. */
    @Test
    void dcmqrscpGrantsTheScpRole() throws IOException {
        int port = Dcmtk.freePort();
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Path configuration = Files.writeString(
                folder.resolve("dcmqrscp.cfg"),
                "NetworkTCPPort = " + port + "\nMaxPDUSize = 16384\nMaxAssociations = 4\n"
                        + "HostTable BEGIN\nHostTable END\nVendorTable BEGIN\nVendorTable END\n"
                        + "AETable BEGIN\nARCHIVE " + archive + " RW (9, 1024mb) ANY\nAETable END\n");
        Process process = new ProcessBuilder("dcmqrscp", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            RemoteAe archiveAe = new RemoteAe(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "ARCHIVE");
            Poll.until(() -> Dcmtk.answers(port));
            SopClassNegotiation items =
                    new SopClassNegotiation(List.of(new RoleSelection(CT, false, true)), List.of(), List.of());
            List<ProposedContext> contexts = List.of(
                    new ProposedContext(STUDY_ROOT_GET, List.of("1.2.840.10008.1.2.1")),
                    new ProposedContext(CT, List.of("1.2.840.10008.1.2.1")));
            try (DicomClient client = DicomClient.builder()
                            .callingAeTitle("TESTER")
                            .negotiation(items)
                            .build();
                    ClientAssociation association = client.connect(archiveAe, contexts)) {
                assertThat(association.negotiation().role(CT)).isEqualTo(new RoleSelection(CT, false, true));
                assertThat(association.negotiation().role(STUDY_ROOT_GET).scp()).isFalse();
                association.release();
            }
        } finally {
            process.destroy();
        }
    }

    private static Dcmtk.Outcome storescu(DicomServer server, List<String> options, Path file) {
        return Dcmtk.run(Map.of(), Dcmtk.storescu(server.address(), "CLINIC1", options, List.of(file)));
    }

    private DicomServer server(IdentityPolicy.Decision decision) {
        return DicomServer.builder()
                .aeTitles(Set.of("CLINIC1"))
                .identity((caller, identity) -> {
                    identity.ifPresent(seen::add);
                    return decision;
                })
                .services(List.of(new VerificationScp(), new StoreScp(new CollectingSink())))
                .start();
    }

    private Path instance() throws IOException {
        DataSet dataSet = new DataSet()
                .putString(Tag.SOPClassUID, CT)
                .putString(Tag.SOPInstanceUID, "1.2.3.4")
                .putString(Tag.PatientID, "P1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomFile.of(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).write(out, BulkSource.NONE);
        return Files.write(folder.resolve("instance.dcm"), out.toByteArray());
    }
}
