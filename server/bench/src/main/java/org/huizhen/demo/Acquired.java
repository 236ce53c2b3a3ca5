package org.huizhen.demo;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import org.huizhen.dicom.scu.InstanceSource;
import org.huizhen.synthetic.SyntheticInstance;

/** A generated instance on its way out, straight from memory. */
public record Acquired(SyntheticInstance instance) implements InstanceSource {
    @Override
    public String sopClassUid() {
        return instance.sopClassUid();
    }

    @Override
    public String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    @Override
    public String transferSyntaxUid() {
        return SyntheticInstance.TRANSFER_SYNTAX_UID;
    }

    @Override
    public long dataSetLength() {
        return (long) instance.file().length - instance.dataSetOffset();
    }

    @Override
    public ReadableByteChannel open() {
        return Channels.newChannel(new ByteArrayInputStream(
                instance.file(), instance.dataSetOffset(), instance.file().length - instance.dataSetOffset()));
    }
}
