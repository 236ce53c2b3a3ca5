package org.huizhen.dicom.scp;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.huizhen.dicom.association.AssociationTimers;

/** Accepts associations and dispatches their messages to services. */
public final class DicomServer implements AutoCloseable {
    private DicomServer() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Where the server listens, with the port it was given when 0 was asked for. */
    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** How many associations are open. */
    public int associations() {
        throw new UnsupportedOperationException();
    }

    /** Stops accepting, lets running associations finish for the grace period, then aborts them. */
    public void close(Duration grace) {}

    /** Closes with a grace period of five seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** What a server needs to know; only {@link #aeTitles} and {@link #services} have no default. */
    public static final class Builder {
        private Builder() {}

        public Builder bind(InetSocketAddress address) {
            return this;
        }

        public Builder aeTitles(Set<String> titles) {
            return this;
        }

        public Builder calling(CallingPolicy policy) {
            return this;
        }

        public Builder services(List<? extends DimseService> services) {
            return this;
        }

        public Builder limits(AssociationLimits limits) {
            return this;
        }

        public Builder timers(AssociationTimers timers) {
            return this;
        }

        /** The P-DATA length announced to peers, in bytes. */
        public Builder maxPduLength(int bytes) {
            return this;
        }

        public Builder ssl(SslContext context) {
            return this;
        }

        public Builder listener(AssociationListener listener) {
            return this;
        }

        /**
         * Binds and serves.
         *
         * @throws java.io.UncheckedIOException when the address cannot be bound
         */
        public DicomServer start() {
            throw new UnsupportedOperationException();
        }
    }
}
