/** The paper's experiments on our own link: measured photo by photo, told with what they show. */
@NullMarked
package io.semlink.launcher.experiment;

import org.jspecify.annotations.NullMarked;
