package org.huizhen.dicom.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PresentationContextResult;
import org.huizhen.dicom.pdu.ProposedPresentationContext;
import org.huizhen.dicom.pdu.UserInformation;
import org.huizhen.dicom.pdu.UserInformation.AsynchronousOperations;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final Negotiation.ContextPolicy CT_BUT_NO_BIG_ENDIAN = new Negotiation.ContextPolicy() {
        @Override
        public boolean supports(String abstractSyntax) {
            return abstractSyntax.equals(CT);
        }

        @Override
        public Optional<String> choose(String abstractSyntax, List<String> proposed) {
            return proposed.stream().filter(syntax -> !syntax.endsWith(".2.2")).findFirst();
        }
    };

    @Test
    void answersEachContextWithItsOwnResult() {
        AssociateRq request = request(
                UserInformation.of(16_384, "", ""),
                new ProposedPresentationContext(1, CT, List.of("1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1")),
                new ProposedPresentationContext(3, CT, List.of("1.2.840.10008.1.2.2")),
                new ProposedPresentationContext(5, "1.2.3", List.of("1.2.840.10008.1.2")),
                new ProposedPresentationContext(7, CT, List.of()));
        Negotiation negotiation = Negotiation.answer(request, CT_BUT_NO_BIG_ENDIAN, 262_144, 16);
        assertThat(negotiation.acceptance().contexts())
                .extracting(PresentationContextResult::result)
                .containsExactly(0, 4, 3, 4);
        assertThat(negotiation.contexts())
                .containsOnly(java.util.Map.entry(1, new PresentationContext(1, CT, "1.2.840.10008.1.2.1")));
        assertThat(negotiation.maxPduLengthOfPeer()).isEqualTo(16_384);
        assertThat(negotiation.acceptance().userInformation().maxPduLength()).isEqualTo(262_144);
    }

    @Test
    void grantsAWindowOnlyWhenAskedAndNeverMoreThanOurs() {
        assertThat(operations(Optional.empty())).isEqualTo(1);
        assertThat(operations(Optional.of(new AsynchronousOperations(4, 1)))).isEqualTo(4);
        assertThat(operations(Optional.of(new AsynchronousOperations(100, 1)))).isEqualTo(16);
        assertThat(operations(Optional.of(new AsynchronousOperations(0, 0)))).isEqualTo(16);
    }

    @Test
    void keepsTheScpRole() {
        UserInformation user = UserInformation.of(0, "", "")
                .withNegotiation(new SopClassNegotiation(
                        List.of(new RoleSelection(CT, true, true), new RoleSelection("1.2.3", true, true)),
                        List.of(),
                        List.of()));
        Negotiation negotiation = Negotiation.answer(request(user), CT_BUT_NO_BIG_ENDIAN, 262_144, 16);
        assertThat(negotiation.acceptance().userInformation().negotiation().roles())
                .containsExactly(new RoleSelection(CT, true, false));
    }

    @Test
    void concludesWhatWasAccepted() {
        AssociateRq request = request(
                UserInformation.of(1, "", "").withAsynchronousOperations(new AsynchronousOperations(8, 1)),
                new ProposedPresentationContext(1, CT, List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")),
                new ProposedPresentationContext(3, "1.2.3", List.of("1.2.840.10008.1.2")));
        Negotiation answered = Negotiation.answer(request, CT_BUT_NO_BIG_ENDIAN, 5000, 16);
        Negotiation concluded = Negotiation.conclude(request, answered.acceptance());
        assertThat(concluded.contexts()).isEqualTo(answered.contexts());
        assertThat(concluded.operations()).isEqualTo(8);
        assertThat(concluded.maxPduLengthOfPeer()).isEqualTo(5000);
    }

    @Test
    void namesTheImplementationAsInFiles() {
        assertThat(Implementation.CLASS_UID).isEqualTo(FileMeta.IMPLEMENTATION_CLASS_UID);
        assertThat(Implementation.VERSION_NAME).isEqualTo(FileMeta.IMPLEMENTATION_VERSION_NAME);
    }

    private static int operations(Optional<AsynchronousOperations> window) {
        UserInformation user = UserInformation.of(0, "", "");
        if (window.isPresent()) {
            user = user.withAsynchronousOperations(window.get());
        }
        Negotiation negotiation = Negotiation.answer(request(user), CT_BUT_NO_BIG_ENDIAN, 262_144, 16);
        assertThat(negotiation
                        .acceptance()
                        .userInformation()
                        .asynchronousOperations()
                        .isPresent())
                .isEqualTo(window.isPresent());
        return negotiation.operations();
    }

    private static AssociateRq request(UserInformation user, ProposedPresentationContext... contexts) {
        return new AssociateRq(1, "A", "B", AssociateRq.DICOM_APPLICATION_CONTEXT, List.of(contexts), user);
    }
}
