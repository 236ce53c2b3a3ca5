package org.huizhen.dicom.association;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PresentationContextResult;
import org.huizhen.dicom.pdu.ProposedPresentationContext;
import org.huizhen.dicom.pdu.UserInformation;
import org.huizhen.dicom.pdu.UserInformation.AsynchronousOperations;
import org.huizhen.dicom.pdu.UserInformation.ExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;

/**
 * What was agreed on an association.
 *
 * @param acceptance as sent or received
 * @param contexts the accepted ones by id
 * @param maxPduLengthOfPeer the longest P-DATA the peer takes, in bytes; 0 for no limit
 * @param operations how many the requestor may have outstanding, at least 1
 */
public record Negotiation(
        AssociateAc acceptance, Map<Integer, PresentationContext> contexts, long maxPduLengthOfPeer, int operations) {
    public Negotiation {
        contexts = Map.copyOf(contexts);
    }

    /** Which presentation contexts an acceptor takes. */
    public interface ContextPolicy {
        boolean supports(String abstractSyntax);

        /** One of the proposed transfer syntaxes, or empty when none will do. */
        Optional<String> choose(String abstractSyntax, List<String> proposed);

        /** What the requestor may be; unless overridden we call nobody back: the SCP role stays with us. */
        default RoleSelection role(RoleSelection proposed) {
            return new RoleSelection(proposed.sopClassUid(), proposed.scu(), false);
        }

        /** Answers the application information of a supported SOP class (PS3.7 D.3.3.5); empty where there is no answer. */
        default Optional<ByteBuffer> extended(String sopClass, ByteBuffer proposed) {
            return Optional.empty();
        }
    }

    /**
     * Answers a request (PS3.8 9.3.3, PS3.7 D.3.3).
     *
     * @param maxPduLength the longest P-DATA that we take, in bytes
     * @param mostOperations how many operations the peer may have outstanding if it asks for more than one
     */
    public static Negotiation answer(AssociateRq request, ContextPolicy policy, int maxPduLength, int mostOperations) {
        return answer(request, policy, maxPduLength, mostOperations, Optional.empty());
    }

    /**
     * As above.
     *
     * @param identityResponse what goes back about the user; sent only where a response was asked for (PS3.7 D.3.3.7.2)
     */
    public static Negotiation answer(
            AssociateRq request,
            ContextPolicy policy,
            int maxPduLength,
            int mostOperations,
            Optional<ByteBuffer> identityResponse) {
        List<PresentationContextResult> results = new ArrayList<>();
        Map<Integer, PresentationContext> accepted = new LinkedHashMap<>();
        for (ProposedPresentationContext proposed : request.contexts()) {
            PresentationContextResult result = answer(proposed, policy);
            results.add(result);
            if (result.isAccepted()) {
                accepted.put(
                        proposed.id(),
                        new PresentationContext(proposed.id(), proposed.abstractSyntax(), result.transferSyntax()));
            }
        }
        UserInformation theirs = request.userInformation();
        UserInformation ours = UserInformation.of(maxPduLength, Implementation.CLASS_UID, Implementation.VERSION_NAME)
                .withNegotiation(new SopClassNegotiation(
                        answerRoles(theirs, policy), answerExtended(theirs, policy), List.of()));
        if (identityResponse.isPresent()
                && theirs.userIdentity().filter(UserIdentity::responseRequested).isPresent()) {
            ours = ours.withUserIdentityResponse(identityResponse.get());
        }
        int operations = 1;
        if (theirs.asynchronousOperations().isPresent()) {
            int wanted = theirs.asynchronousOperations().get().invoked();
            operations = wanted == 0 ? mostOperations : Math.min(wanted, mostOperations);
            ours = ours.withAsynchronousOperations(new AsynchronousOperations(operations, 1));
        }
        AssociateAc acceptance = new AssociateAc(
                1,
                request.calledAeTitle(),
                request.callingAeTitle(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                results,
                ours);
        return new Negotiation(acceptance, accepted, theirs.maxPduLength(), operations);
    }

    /** What the acceptance of our own request means. */
    public static Negotiation conclude(AssociateRq request, AssociateAc acceptance) {
        Map<Integer, PresentationContext> accepted = new LinkedHashMap<>();
        for (PresentationContextResult result : acceptance.contexts()) {
            for (ProposedPresentationContext proposed : request.contexts()) {
                if (proposed.id() == result.id() && result.isAccepted()) {
                    accepted.put(
                            result.id(),
                            new PresentationContext(result.id(), proposed.abstractSyntax(), result.transferSyntax()));
                }
            }
        }
        int wanted = invoked(request.userInformation());
        int granted = invoked(acceptance.userInformation());
        return new Negotiation(
                acceptance, accepted, acceptance.userInformation().maxPduLength(), Math.min(wanted, granted));
    }

    private static int invoked(UserInformation information) {
        int invoked = information
                .asynchronousOperations()
                .map(AsynchronousOperations::invoked)
                .orElse(1);
        return invoked == 0 ? 0xFFFF : invoked;
    }

    private static PresentationContextResult answer(ProposedPresentationContext proposed, ContextPolicy policy) {
        String first = proposed.transferSyntaxes().isEmpty()
                ? ""
                : proposed.transferSyntaxes().getFirst();
        if (!policy.supports(proposed.abstractSyntax())) {
            return new PresentationContextResult(
                    proposed.id(), PresentationContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, first);
        }
        if (first.isEmpty()) {
            return new PresentationContextResult(
                    proposed.id(), PresentationContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED, first);
        }
        return policy.choose(proposed.abstractSyntax(), proposed.transferSyntaxes())
                .map(chosen ->
                        new PresentationContextResult(proposed.id(), PresentationContextResult.ACCEPTANCE, chosen))
                .orElseGet(() -> new PresentationContextResult(
                        proposed.id(), PresentationContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED, first));
    }

    private static List<RoleSelection> answerRoles(UserInformation theirs, ContextPolicy policy) {
        return theirs.negotiation().roles().stream()
                .filter(role -> policy.supports(role.sopClassUid()))
                .map(role -> granted(role, policy.role(role)))
                .toList();
    }

    /** A role that was not proposed can't be taken on (PS3.7 table D.3-2). */
    private static RoleSelection granted(RoleSelection proposed, RoleSelection answer) {
        return new RoleSelection(
                proposed.sopClassUid(), proposed.scu() && answer.scu(), proposed.scp() && answer.scp());
    }

    private static List<ExtendedNegotiation> answerExtended(UserInformation theirs, ContextPolicy policy) {
        List<ExtendedNegotiation> answers = new ArrayList<>();
        for (ExtendedNegotiation item : theirs.negotiation().extended()) {
            if (policy.supports(item.sopClassUid())) {
                policy.extended(item.sopClassUid(), item.applicationInformation())
                        .ifPresent(answer -> answers.add(new ExtendedNegotiation(item.sopClassUid(), answer)));
            }
        }
        return answers;
    }

    /** What the requestor is for a SOP class: SCU alone unless roles were selected (PS3.7 D.3.3.4). */
    public RoleSelection role(String sopClassUid) {
        return acceptance.userInformation().negotiation().roles().stream()
                .filter(role -> role.sopClassUid().equals(sopClassUid))
                .findFirst()
                .orElse(new RoleSelection(sopClassUid, true, false));
    }

    /** The acceptor's application information for a SOP class; empty where it sent none. */
    public Optional<ByteBuffer> extended(String sopClassUid) {
        return acceptance.userInformation().negotiation().extended().stream()
                .filter(item -> item.sopClassUid().equals(sopClassUid))
                .findFirst()
                .map(ExtendedNegotiation::applicationInformation);
    }

    /** The acceptor's response about the user: present, and mostly of no length, where it verified the identity. */
    public Optional<ByteBuffer> identityResponse() {
        return acceptance.userInformation().userIdentityResponse();
    }
}
