package org.huizhen.synthetic;

import java.time.LocalDate;

/**
 * Who is examined.
 *
 * @param name a DICOM person name, component groups separated by {@code =} (PS3.5 6.2.1)
 * @param sex {@code M}, {@code F} or {@code O}
 */
public record SyntheticPatient(String id, String name, String sex, LocalDate birthDate) {}
