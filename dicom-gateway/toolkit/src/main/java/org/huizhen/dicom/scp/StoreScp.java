package org.huizhen.dicom.scp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.huizhen.dicom.dimse.CommandElement;
import org.huizhen.dicom.dimse.CommandField;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;

/**
 * Receives C-STORE (PS3.4 annex B) of every storage SOP class, retired and private ones included, in every transfer syntax, and streams each instance to
 * an {@link InstanceSink}.
 */
public final class StoreScp extends DimseService {
    /** PS3.5 9.1, without the rule on leading zeros, which real devices break. */
    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    private static final int LONGEST_UID = 64;

    /** PS3.4 B.3.1: every attribute is kept (level 2), signatures byte for byte (level 3), nothing is coerced. */
    private static final byte[] EVERYTHING_KEPT = {2, 0, 3, 0, 0, 0};

    private final InstanceSink sink;
    private final List<String> preferred;

    /** Takes the first transfer syntax that a peer proposes in each presentation context. */
    public StoreScp(InstanceSink sink) {
        this(sink, List.of());
    }

    /** Takes the first of the preferred transfer syntaxes that a peer proposes, else the peer's first. */
    public StoreScp(InstanceSink sink, List<String> preferred) {
        this.sink = Objects.requireNonNull(sink);
        this.preferred = List.copyOf(preferred);
    }

    @Override
    boolean accepts(String abstractSyntaxUid) {
        return StorageSopClasses.contains(abstractSyntaxUid);
    }

    @Override
    Optional<String> choose(List<String> proposed) {
        return Optional.of(
                preferred.stream().filter(proposed::contains).findFirst().orElse(proposed.getFirst()));
    }

    @Override
    Optional<ByteBuffer> extended(ByteBuffer proposed) {
        return Optional.of(ByteBuffer.wrap(EVERYTHING_KEPT).asReadOnlyBuffer());
    }

    @Override
    MessageReceiver receive(Operation operation) {
        CommandSet command = operation.command();
        if (command.commandField() != CommandField.C_STORE_RQ) {
            throw new DimseException(Status.UNRECOGNIZED_OPERATION, "only C-STORE in a storage context");
        }
        return new StoreReceiver(operation, sink, request(operation));
    }

    private static StoreRequest request(Operation operation) {
        CommandSet command = operation.command();
        String sopClass = command.text(CommandElement.AFFECTED_SOP_CLASS_UID)
                .orElse(operation.context().abstractSyntax());
        if (!StorageSopClasses.contains(sopClass)) {
            throw new DimseException(Status.SOP_CLASS_NOT_SUPPORTED, "SOP class " + sopClass + " is not storage");
        }
        String instance = command.text(CommandElement.AFFECTED_SOP_INSTANCE_UID).orElse("");
        if (instance.length() > LONGEST_UID || !UID.matcher(instance).matches()) {
            throw new DimseException(Status.INVALID_SOP_INSTANCE, "SOP instance UID is not a UID");
        }
        if (!command.hasDataSet()) {
            throw new DimseException(Status.CANNOT_UNDERSTAND, "C-STORE without a data set");
        }
        OptionalInt originator = command.unsignedShort(CommandElement.MOVE_ORIGINATOR_MESSAGE_ID);
        return new StoreRequest(
                command.messageId().getAsInt(),
                sopClass,
                instance,
                operation.context().transferSyntax(),
                command.unsignedShort(CommandElement.PRIORITY).orElse(0),
                command.text(CommandElement.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE),
                originator.isPresent() ? Optional.of(originator.getAsInt()) : Optional.empty());
    }
}
