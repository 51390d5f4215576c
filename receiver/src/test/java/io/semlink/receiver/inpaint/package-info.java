/** Tests of the inpainting with networks whose answer is known in closed form. */
@NullMarked
package io.semlink.receiver.inpaint;

import org.jspecify.annotations.NullMarked;
