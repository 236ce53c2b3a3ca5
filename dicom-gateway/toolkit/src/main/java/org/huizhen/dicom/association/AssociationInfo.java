package org.huizhen.dicom.association;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who is at the other end of an association that we accepted.
 *
 * @param id counts the associations of this process from 1, for logs
 * @param callingAeTitle as the peer names itself, trimmed
 * @param calledAeTitle the title of ours that it asked for, trimmed
 * @param remoteAddress where the connection comes from
 * @param peerCertificates the verified chain, leaf first; empty without TLS or without a client certificate
 * @param implementationClassUid (PS3.7 D.3.3.2), empty when not sent
 * @param implementationVersionName (PS3.7 D.3.3.2), empty when not sent
 */
public record AssociationInfo(
        long id,
        String callingAeTitle,
        String calledAeTitle,
        InetSocketAddress remoteAddress,
        List<X509Certificate> peerCertificates,
        String implementationClassUid,
        String implementationVersionName) {
    public AssociationInfo {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
