package org.huizhen.dicom.association;

import java.util.ArrayList;
import java.util.List;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.Pdv;

/** Writes down what it is told and does nothing by itself. */
final class RecordingUser implements AssociationUser {
    final List<String> calls = new ArrayList<>();
    Expectation expectation = Expectation.NEXT_MESSAGE;

    @Override
    public void requested(AssociateRq request) {
        calls.add("requested");
    }

    @Override
    public void accepted(AssociateAc acceptance) {
        calls.add("accepted");
    }

    @Override
    public void rejected(AssociateRj rejection) {
        calls.add("rejected");
    }

    @Override
    public void received(Pdv value) {
        calls.add("data " + value.data().readableBytes());
        value.data().release();
    }

    @Override
    public void releaseRequested() {
        calls.add("releaseRequested");
    }

    @Override
    public void released() {
        calls.add("released");
    }

    @Override
    public void aborted(AssociationException cause) {
        calls.add("aborted");
    }

    @Override
    public void closed() {
        calls.add("closed");
    }

    @Override
    public Expectation expectation() {
        return expectation;
    }
}
