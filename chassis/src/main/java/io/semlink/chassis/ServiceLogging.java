package io.semlink.chassis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up for a whole program: JSON lines for machines, plain lines for people. */
public final class ServiceLogging {
  private ServiceLogging() {}

  /**
   * One JSON object a line on standard output, with request id and trace id under {@code mdc}.
   *
   * @param level least level of our own loggers, for example {@code INFO}; libraries: WARN
   */
  public static void json(String level) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithArguments(false);
    install(encoder, "System.out", level);
  }

  /**
   * Plain lines on standard error, so that standard output stays the program's; levels as above.
   */
  public static void human(String level) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %X{request_id} %msg%n");
    install(encoder, "System.err", level);
  }

  private static void install(Encoder<ILoggingEvent> encoder, String target, String level) {
    // gRPC logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(target);
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("io.semlink").setLevel(Level.toLevel(level, Level.INFO));
  }
}
