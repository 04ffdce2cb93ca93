internal import Basics

/// What each new connection is told before its first use.
enum SetUp {
    static func script(statementTimeout: Duration, isReadOnly: Bool) -> String {
        let milliseconds = statementTimeout.milliseconds
        return """
            SET statement_timeout = \(milliseconds);
            SET lock_timeout = \(milliseconds);
            SET idle_in_transaction_session_timeout = 60000;
            SET TimeZone = 'UTC';
            SET standard_conforming_strings = on;
            SET default_transaction_read_only = \(isReadOnly ? "on" : "off");
            """
    }
}
