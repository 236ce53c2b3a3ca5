package org.huizhen.dicom.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.association.Caller;
import org.huizhen.dicom.association.IdentityPolicy;
import org.huizhen.dicom.association.Negotiation;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.pdu.UserInformation.CommonExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.ExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is negotiated beside presentation contexts, between our client and our server (PS3.7 D.3.3.3 to D.3.3.7). */
@ExtendWith(LeakCheck.class)
class UserIdentityAndRolesTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final List<ProposedContext> CONTEXTS =
            List.of(ProposedContext.VERIFICATION, new ProposedContext(CT, List.of("1.2.840.10008.1.2.1")));

    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> refusals = Collections.synchronizedList(new ArrayList<>());

    /** Takes one name with one passcode, and answers tokens with one of its own. */
    private static final IdentityPolicy DOOR = (caller, identity) -> identity.map(user -> {
                if (user.type() == UserIdentity.JSON_WEB_TOKEN) {
                    return IdentityPolicy.Decision.verified(bytes("ours for " + text(user.primary())));
                }
                boolean right = user.name().equals(Optional.of("李医生"))
                        && text(user.secondary()).equals("geheim");
                return right ? IdentityPolicy.Decision.VERIFIED : IdentityPolicy.Decision.REFUSED;
            })
            .orElse(IdentityPolicy.Decision.REFUSED);

    @Test
    void admitsOnlyUsersThatThePolicyVerifies() {
        try (DicomServer server = server(DOOR)) {
            Negotiation agreed = agreed(
                    server, UserIdentity.userNameAndPasscode("李医生", "geheim").withResponse());
            assertThat(agreed.identityResponse())
                    .hasValueSatisfying(
                            response -> assertThat(response.remaining()).isZero());
            assertThat(opened).containsExactly("TESTER 李医生");
            for (UserIdentity wrong : List.of(
                    UserIdentity.userNameAndPasscode("李医生", "falsch"),
                    UserIdentity.userName("李医生"),
                    UserIdentity.opaque(UserIdentity.KERBEROS, bytes("ticket")))) {
                assertThatExceptionOfType(AssociationRejectedException.class)
                        .isThrownBy(() -> agreed(server, wrong))
                        .matches(e -> e.result() == 1 && e.source() == 1 && e.reason() == 1);
            }
            assertThat(refusals).containsExactly(1, 1, 1);
            assertThat(server.associations()).isZero();
        }
    }

    @Test
    void carriesCredentialsAndResponsesAsTheyAre() {
        try (DicomServer server = server(DOOR)) {
            UserIdentity token = UserIdentity.opaque(UserIdentity.JSON_WEB_TOKEN, bytes("a.b.c"));
            assertThat(agreed(server, token.withResponse()).identityResponse().map(UserIdentityAndRolesTest::text))
                    .contains("ours for a.b.c");
            assertThat(agreed(server, token).identityResponse()).isEmpty();
            assertThat(opened).containsExactly("TESTER nobody", "TESTER nobody");
            assertThat(token.toString()).doesNotContain("a.b.c");
        }
    }

    @Test
    void answersNoIdentityItDidNotLookAt() {
        try (DicomServer server = server(IdentityPolicy.ignored())) {
            assertThat(agreed(server, UserIdentity.userName("x").withResponse()).identityResponse())
                    .isEmpty();
        }
    }

    @Test
    void keepsTheScpRoleAndSaysThatItKeepsEveryAttribute() {
        SopClassNegotiation items = new SopClassNegotiation(
                List.of(new RoleSelection(CT, true, true), new RoleSelection("1.2.3.4", true, true)),
                List.of(
                        new ExtendedNegotiation(CT, ByteBuffer.wrap(new byte[] {2, 0, 0, 0, 0, 0})),
                        new ExtendedNegotiation("1.2.840.10008.1.1", ByteBuffer.wrap(new byte[] {1}))),
                List.of(new CommonExtendedNegotiation("1.2.3.4", "1.2.840.10008.4.2", List.of(CT))));
        try (DicomServer server = server(IdentityPolicy.ignored());
                DicomClient client = DicomClient.builder()
                        .callingAeTitle("TESTER")
                        .negotiation(items)
                        .operations(3)
                        .build();
                ClientAssociation association = client.connect(new RemoteAe(server.address(), "CLINIC1"), CONTEXTS)) {
            Negotiation agreed = association.negotiation();
            assertThat(agreed.role(CT)).isEqualTo(new RoleSelection(CT, true, false));
            assertThat(agreed.role("1.2.840.10008.1.1")).isEqualTo(new RoleSelection("1.2.840.10008.1.1", true, false));
            assertThat(agreed.extended(CT)).contains(ByteBuffer.wrap(new byte[] {2, 0, 3, 0, 0, 0}));
            assertThat(agreed.extended("1.2.840.10008.1.1")).isEmpty();
            assertThat(agreed.acceptance().userInformation().negotiation().commonExtended())
                    .isEmpty();
            assertThat(agreed.operations()).isEqualTo(3);
            assertThat(association.echo()).isEqualTo(Status.SUCCESS);
        }
    }

    private Negotiation agreed(DicomServer server, UserIdentity identity) {
        try (DicomClient client = DicomClient.builder()
                        .callingAeTitle("TESTER")
                        .identity(identity)
                        .build();
                ClientAssociation association = client.connect(new RemoteAe(server.address(), "CLINIC1"), CONTEXTS)) {
            association.release();
            Poll.until(() -> server.associations() == 0);
            return association.negotiation();
        }
    }

    private DicomServer server(IdentityPolicy policy) {
        return DicomServer.builder()
                .aeTitles(Set.of("CLINIC1"))
                .identity(policy)
                .services(List.of(new VerificationScp(), new StoreScp(new CollectingSink())))
                .listener(new AssociationListener() {
                    @Override
                    public void opened(AssociationInfo association) {
                        opened.add(association.callingAeTitle() + " "
                                + association.userName().orElse("nobody"));
                    }

                    @Override
                    public void refused(Caller caller, int result, int source, int reason) {
                        refusals.add(reason);
                    }
                })
                .start();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
    }
}
