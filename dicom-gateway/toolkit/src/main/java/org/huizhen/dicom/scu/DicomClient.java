package org.huizhen.dicom.scu;

import io.netty.handler.ssl.SslContext;
import java.util.List;

/** Opens associations to peers; one client serves many of them at once. */
public final class DicomClient implements AutoCloseable {
    private DicomClient() {}

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects and negotiates; blocks the calling thread, which may be a virtual one.
     *
     * @throws org.huizhen.dicom.association.AssociationException one subclass per way to fail
     */
    public ClientAssociation connect(RemoteAe remote, List<ProposedContext> contexts) {
        throw new UnsupportedOperationException();
    }

    /** Aborts what is open and frees the threads. */
    @Override
    public void close() {}

    /** What a client needs to know; everything has a default but the calling AE title. */
    public static final class Builder {
        private Builder() {}

        public Builder callingAeTitle(String title) {
            return this;
        }

        public Builder timeouts(ClientTimeouts timeouts) {
            return this;
        }

        /** The P-DATA length announced to peers, in bytes. */
        public Builder maxPduLength(int bytes) {
            return this;
        }

        public Builder ssl(SslContext context) {
            return this;
        }

        public DicomClient build() {
            return new DicomClient();
        }
    }
}
