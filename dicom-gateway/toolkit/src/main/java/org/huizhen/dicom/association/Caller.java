package org.huizhen.dicom.association;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who asks for an association, before it is accepted.
 *
 * @param callingAeTitle as the peer names itself, trimmed
 * @param calledAeTitle the title it asks for, trimmed
 * @param remoteAddress where the connection comes from
 * @param peerCertificates the verified chain, leaf first; empty without TLS or without a client certificate
 */
public record Caller(
        String callingAeTitle,
        String calledAeTitle,
        InetSocketAddress remoteAddress,
        List<X509Certificate> peerCertificates) {
    public Caller {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
