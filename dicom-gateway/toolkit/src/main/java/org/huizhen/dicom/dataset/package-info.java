/** Tags, value representations, data sets, character sets and the data dictionary (PS3.5, PS3.6). Imports nothing of the project. */
package org.huizhen.dicom.dataset;
