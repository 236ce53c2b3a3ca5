package org.huizhen.dicom.association;

/**
 * An accepted presentation context.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax the SOP class
 * @param transferSyntax how data sets are encoded in it
 */
public record PresentationContext(int id, String abstractSyntax, String transferSyntax) {}
