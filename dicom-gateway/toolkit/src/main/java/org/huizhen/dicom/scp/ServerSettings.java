package org.huizhen.dicom.scp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.huizhen.dicom.association.AssociationTimers;
import org.huizhen.dicom.association.IdentityPolicy;
import org.huizhen.dicom.association.Negotiation.ContextPolicy;

/**
 * What the associations of a server share.
 *
 * @param identity asked after the admission, before the limits
 * @param maxPduLength the P-DATA length announced to peers, in bytes
 * @param workers threads that may block, one for each association that has something to do
 */
record ServerSettings(
        Admission admission,
        IdentityPolicy identity,
        List<DimseService> services,
        AssociationTimers timers,
        int maxPduLength,
        AssociationListener listener,
        Executor workers) {
    ServerSettings {
        services = List.copyOf(services);
        if (services.isEmpty()) {
            throw new IllegalArgumentException("no service to offer");
        }
    }

    /** How many operations a peer may have outstanding when it negotiates a window (PS3.7 D.3.3.3). */
    int operations() {
        return 16;
    }

    /** The first service that accepts the SOP class. */
    Optional<DimseService> service(String abstractSyntax) {
        return services.stream()
                .filter(service -> service.accepts(abstractSyntax))
                .findFirst();
    }

    ContextPolicy contexts() {
        return new ContextPolicy() {
            @Override
            public boolean supports(String abstractSyntax) {
                return service(abstractSyntax).isPresent();
            }

            @Override
            public Optional<String> choose(String abstractSyntax, List<String> proposed) {
                return service(abstractSyntax).flatMap(service -> service.choose(proposed));
            }

            @Override
            public Optional<ByteBuffer> extended(String sopClass, ByteBuffer proposed) {
                return service(sopClass).flatMap(service -> service.extended(proposed));
            }
        };
    }
}
