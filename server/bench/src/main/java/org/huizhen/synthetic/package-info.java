/**
 * Generators of DICOM objects that say in pixels and texts that they are synthetic: CT, X-ray, ultrasound, 12-lead ECG.
 *
 * <p>Imports nothing of the product: its data sets are encoded here and not by the toolkit, so that a mistake of the
 * toolkit shows instead of cancelling out.
 */
package org.huizhen.synthetic;
