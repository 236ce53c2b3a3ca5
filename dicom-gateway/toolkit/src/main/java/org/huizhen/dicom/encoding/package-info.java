/** Transfer syntaxes, reading and writing of data sets and Part 10 files, the JSON model, the digest. Imports dataset. */
package org.huizhen.dicom.encoding;
