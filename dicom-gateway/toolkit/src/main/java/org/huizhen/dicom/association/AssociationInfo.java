package org.huizhen.dicom.association;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

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
 * @param userName who uses the peer, where it says so by name (PS3.7 D.3.3.7); verified only where an {@link IdentityPolicy} does so
 */
public record AssociationInfo(
        long id,
        String callingAeTitle,
        String calledAeTitle,
        InetSocketAddress remoteAddress,
        List<X509Certificate> peerCertificates,
        String implementationClassUid,
        String implementationVersionName,
        Optional<String> userName) {
    public AssociationInfo {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
