package org.huizhen.dicom.scp;

import java.util.Objects;

/** Receives C-STORE (PS3.4 annex B) and streams each instance to an {@link InstanceSink}. */
public final class StoreScp implements DimseService {
    private final InstanceSink sink;

    public StoreScp(InstanceSink sink) {
        this.sink = Objects.requireNonNull(sink);
    }

    @Override
    public boolean accepts(String abstractSyntaxUid) {
        return StorageSopClasses.contains(abstractSyntaxUid);
    }

    InstanceSink sink() {
        return sink;
    }
}
