package org.huizhen.server.imaging;

import java.util.Optional;
import org.huizhen.dicom.dataset.SpecificCharacterSet;

/** Devices known to label their text wrongly (GBK bytes under ISO_IR 100): the set their text is in. */
@FunctionalInterface
public interface CharacterSetOverrides {

    /** @param device as in the issuer: AE title, {@code @} and address where known */
    Optional<SpecificCharacterSet> of(String device);

    /** Every device labels its text rightly. */
    static CharacterSetOverrides none() {
        return device -> Optional.empty();
    }
}
