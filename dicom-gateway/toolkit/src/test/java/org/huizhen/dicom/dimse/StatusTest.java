package org.huizhen.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void everyCodeIsOfExactlyOneKind() {
        IntStream.rangeClosed(0, 0xFFFF).mapToObj(Status::new).forEach(status -> {
            int kinds = (status.isSuccess() ? 1 : 0)
                    + (status.isWarning() ? 1 : 0)
                    + (status.isFailure() ? 1 : 0)
                    + (status.isPending() ? 1 : 0)
                    + (status.isCancel() ? 1 : 0);
            assertThat(kinds).as(status.toString()).isEqualTo(1);
        });
    }

    @Test
    void tellsTheCodesOfStorageApart() {
        assertThat(Status.SUCCESS.isSuccess()).isTrue();
        assertThat(Status.COERCION_OF_DATA_ELEMENTS.isWarning()).isTrue();
        assertThat(Status.OUT_OF_RESOURCES.isFailure()).isTrue();
        assertThat(Status.CANNOT_UNDERSTAND.isFailure()).isTrue();
        assertThat(Status.OUT_OF_RESOURCES).hasToString("A700H");
        assertThatIllegalArgumentException().isThrownBy(() -> new Status(0x10000));
    }
}
