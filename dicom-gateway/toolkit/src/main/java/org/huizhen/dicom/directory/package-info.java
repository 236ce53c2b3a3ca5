/** The Basic Directory of a file-set, DICOMDIR (PS3.3 annex F, PS3.10 8): reading and writing. Imports dataset and encoding. */
package org.huizhen.dicom.directory;
